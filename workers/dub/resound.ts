/** A preview that was made, with another sound: its pictures are copied as they are. */
import { ALL_FORMATS, EncodedPacketSink, EncodedVideoPacketSource, Input, WEBM } from 'mediabunny';
import { LipslateError } from '../../core/errors';
import { sourceOf } from '../lib/blob-source';
import type { HeardFile, Resounded } from './contract';
import { findAudioCodec, PreviewFile } from './preview-file';
import { PreviewSound } from './preview-sound';

/** @throws LipslateError what reading the sound throws */
export async function resound(preview: Blob, heard: HeardFile): Promise<Resounded> {
  const input = new Input({ source: sourceOf(preview), formats: ALL_FORMATS });
  try {
    const track = await input.getPrimaryVideoTrack();
    const codec = await track?.getCodec();
    if (!track || !codec) throw new LipslateError('internal', 'a preview without pictures');
    const container = (await input.getFormat()) === WEBM ? 'webm' : 'mp4';
    const audio = await findAudioCodec(container);
    const sound = audio && (await PreviewSound.open(heard, audio, await track.computeDuration()));
    const video = new EncodedVideoPacketSource(codec);
    const file = await PreviewFile.begin(container, video, sound);
    const pieces: ArrayBuffer[] = [];
    const take = () => {
      const piece = file.take();
      if (piece) pieces.push(piece);
    };
    try {
      const decoderConfig = (await track.getDecoderConfig()) ?? undefined;
      for await (const packet of new EncodedPacketSink(track).packets()) {
        await video.add(packet, decoderConfig && { decoderConfig });
        await file.hearUntil(packet.timestamp + packet.duration);
        take();
      }
      await file.finish();
    } catch (cause) {
      await file.cancel();
      throw cause;
    }
    take();
    return { mimeType: await file.mimeType(), pieces };
  } finally {
    input.dispose();
  }
}
