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
import { isInOrder, openExportSound } from './export-sound';

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

  it('is no copy where the clock of a broadcast jumps back by less than a join', async () => {
    const [early, soon] = [
      await moved(new MpegTsOutputFormat(), 1),
      await moved(new MpegTsOutputFormat(), 6.5),
    ];
    const inOrder = async (...parts: Uint8Array<ArrayBuffer>[]) => {
      const source = await openSource(new File(parts, 'broadcast.ts'), false);
      expect(source.listing.joinsS).toBeNull();
      const found = await isInOrder(source, source.stored(0)!);
      source.dispose();
      return found;
    };
    expect(await inOrder(early)).toBe(true);
    expect(await inOrder(early, soon)).toBe(false);
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

/** The same packets in another container, on a clock that began earlier. */
async function moved(format: OutputFormat, byS: number): Promise<Uint8Array<ArrayBuffer>> {
  const input = new Input({ source: new BufferSource(clip('audio-only.m4a')), formats: ALL_FORMATS });
  const target = new BufferTarget();
  const output = new Output({ format, target });
  const source = new EncodedAudioPacketSource('aac');
  output.addAudioTrack(source);
  await output.start();
  const { config, packets: given } = await packets(input);
  for await (const packet of given)
    await source.add(packet.clone({ timestamp: packet.timestamp + byS }), { decoderConfig: config });
  source.close();
  await output.finalize();
  return new Uint8Array(target.buffer!);
}
