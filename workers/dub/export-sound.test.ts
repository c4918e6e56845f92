import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  ALL_FORMATS,
  BlobSource,
  BufferSource,
  BufferTarget,
  EncodedAudioPacketSource,
  type EncodedPacket,
  EncodedPacketSink,
  Input,
  MkvOutputFormat,
  Mp4OutputFormat,
  MpegTsOutputFormat,
  Output,
  type OutputFormat,
} from 'mediabunny';
import { describe, expect, it } from 'vitest';
import { openReaders } from '../lib/decode/file-readers';
import { openSource } from '../lib/sound/source';
import { isOfAPiece, openExportSound } from './export-sound';

const clip = (name: string) => readFileSync(join(import.meta.dirname, '../../e2e/fixtures', name));

describe('sound that an exported file can hold', () => {
  it('is copied, packet by packet, each at its time', async () => {
    const bytes = clip('audio-only.m4a');
    const written = await exported(new File([bytes], 'speech.m4a'));
    expect(written).toEqual(await packetsOf(new Blob([bytes])));
  });

  it('starts with the film, wherever the clock of its recording began', async () => {
    const hourS = 3600;
    const later = await moved(new MkvOutputFormat(), hourS);
    const stored = await packetsOf(new Blob([later]));
    expect(stored[0]!.atS).toBeCloseTo(hourS, 1);
    const written = await exported(new File([later], 'recording.mkv'));
    expect(written.map(({ bytes }) => bytes)).toEqual(stored.map(({ bytes }) => bytes));
    written.forEach(({ atS }, i) => {
      expect(Math.abs(atS - (stored[i]!.atS - stored[0]!.atS))).toBeLessThan(0.001);
    });
  });

  it('is no one track in a recording that is joined of two, and is in one that is not', async () => {
    const one = await moved(new MpegTsOutputFormat(), 1);
    const stored = async (...parts: Uint8Array<ArrayBuffer>[]) => {
      const readers = await openReaders(new File(parts, 'recording.ts'), false);
      const found = readers!.stored(0);
      const { joinsS, audioTracks } = readers!.listing;
      readers!.dispose();
      return { found: found !== null, joins: joinsS?.length ?? 0, codec: audioTracks[0]!.codec };
    };
    expect(await stored(one)).toEqual({ found: true, joins: 0, codec: 'aac' });
    expect(await stored(one, one)).toEqual({ found: false, joins: 1, codec: 'aac' });
  });

  it('is no copy where a broadcast jumps back by less than a join or changes its sound', async () => {
    const [early, soon] = [
      await moved(new MpegTsOutputFormat(), 1),
      await moved(new MpegTsOutputFormat(), 6.85),
    ];
    const ofAPiece = async (...parts: Uint8Array<ArrayBuffer>[]) => {
      const source = await openSource(new File(parts, 'broadcast.ts'), false);
      expect(source.listing.joinsS).toBeNull();
      const found = await isOfAPiece(source, source.stored(0)!);
      source.dispose();
      return found;
    };
    expect(await ofAPiece(early)).toBe(true);
    expect(await ofAPiece(early, soon)).toBe(false);
    // The clip of 6 s goes on: as it is, and by its header at 44.1 kHz or with two channels instead of one.
    const goesOn = (config?: number[]) => moved(new MpegTsOutputFormat(), 7.1, config);
    expect(await ofAPiece(early, await goesOn())).toBe(true);
    for (const config of [
      [0x12, 0x08],
      [0x11, 0x90],
    ])
      expect(await ofAPiece(early, await goesOn(config))).toBe(false);
  });
});

interface Stored {
  atS: number;
  bytes: Buffer;
}

async function packetsOf(file: Blob): Promise<Stored[]> {
  const input = new Input({ source: new BlobSource(file), formats: ALL_FORMATS });
  const found: Stored[] = [];
  for await (const { timestamp, data } of (await packets(input)).packets)
    found.push({ atS: Math.round(timestamp * 1e5) / 1e5, bytes: Buffer.from(data) });
  input.dispose();
  return found;
}

async function packets(input: Input) {
  const track = (await input.getPrimaryAudioTrack())!;
  const packets: AsyncIterable<EncodedPacket> = new EncodedPacketSink(track).packets();
  return { config: (await track.getDecoderConfig())!, packets };
}

/** The packets in the sound of an mp4 that has nothing else. */
async function exported(speech: File): Promise<Stored[]> {
  const sound = await openExportSound(speech, 0, 'mp4', 60);
  const target = new BufferTarget();
  const output = new Output({ format: new Mp4OutputFormat(), target });
  output.addAudioTrack(sound.source);
  await output.start();
  await sound.writeUntil(1);
  await sound.finish();
  await output.finalize();
  sound.dispose();
  expect(sound).toMatchObject({ codec: 'aac', warnings: [] });
  return packetsOf(new Blob([target.buffer!]));
}

/**
 * The same packets in another container, on a clock that began earlier.
 * @param audioConfig AudioSpecificConfig that tells lies about them
 */
async function moved(
  format: OutputFormat,
  byS: number,
  audioConfig?: number[],
): Promise<Uint8Array<ArrayBuffer>> {
  const input = new Input({ source: new BufferSource(clip('audio-only.m4a')), formats: ALL_FORMATS });
  const target = new BufferTarget();
  const output = new Output({ format, target });
  const source = new EncodedAudioPacketSource('aac');
  output.addAudioTrack(source);
  await output.start();
  const { config, packets: given } = await packets(input);
  const decoderConfig = audioConfig ? { ...config, description: Uint8Array.from(audioConfig) } : config;
  for await (const packet of given)
    await source.add(packet.clone({ timestamp: packet.timestamp + byS }), { decoderConfig });
  source.close();
  await output.finalize();
  return new Uint8Array(target.buffer!);
}
