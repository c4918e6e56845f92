import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ALL_FORMATS, BufferSource, EncodedPacketSink, Input } from 'mediabunny';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { bufferBytes } from '../../core/buffer-bytes';
import type { EncodedSound } from '../../core/fix/encoded-sound';
import { hasFfmpeg } from '../../core/testing/native-ffmpeg';
import { openSource } from '../lib/sound/source';
import { openContainer } from './containers/open';
import { replaceSound } from './rewrite';
import { writePieces } from './write';

// Node has none before 21.
vi.stubGlobal('navigator', globalThis.navigator ?? {});
const folder = mkdtempSync(join(tmpdir(), 'beside-'));
afterAll(() => rmSync(folder, { recursive: true }));

function made(name: string, ...args: string[]): string {
  const path = join(folder, name);
  execFileSync('ffmpeg', ['-v', 'error', '-y', ...args, path]);
  return path;
}

const FIXTURES = join(import.meta.dirname, '../../e2e/fixtures');
const pictureOf = (name: string) => ['-t', '2', '-i', join(FIXTURES, name)];
/** The picture of the first file with the sound of the second. */
const MAPS = ['-map', '0:v', '-map', '1:a', '-c:v', 'copy'];
const tone = (hz: number, rateHz = 48_000, lengthS = 2) => [
  ...['-f', 'lavfi', '-i', `sine=${hz}:d=${lengthS}:r=${rateHz}`],
];
const language = (track: number, name: string) => [`-metadata:s:a:${track}`, `language=${name}`];

/** Packets of a file as the encoder for a new sound gives them. */
async function encodedFrom(path: string): Promise<{ encoded: EncodedSound; packets: Blob }> {
  const input = new Input({ source: new BufferSource(readFileSync(path)), formats: ALL_FORMATS });
  const track = (await input.getPrimaryAudioTrack())!;
  const config = (await track.getDecoderConfig())!;
  const description = bufferBytes(config.description!).slice();
  const isOpus = config.codec === 'opus';
  const data: Uint8Array[] = [];
  // What an AAC encoder puts in front is not played here; decoders of Opus skip it themselves.
  for await (const packet of new EncodedPacketSink(track).packets())
    if (isOpus || packet.timestamp > -0.001) data.push(packet.data.slice());
  const preSkip = isOpus ? new DataView(description.buffer).getUint16(10, true) : 0;
  const packetSamples = isOpus ? 960 : 1024;
  const encoded: EncodedSound = {
    codec: isOpus ? { name: 'opus', config: description, preSkip } : { name: 'aac', config: description },
    rateHz: config.sampleRate,
    channels: config.numberOfChannels,
    startS: 0,
    packetSamples,
    samples: Math.min(2 * config.sampleRate, data.length * packetSamples - preSkip),
    packetSizes: Uint32Array.from(data, (each) => each.length),
  };
  return { encoded, packets: new Blob(data as Uint8Array<ArrayBuffer>[]) };
}

async function besideIn(path: string, newSound: string, audioIndex: number): Promise<string> {
  const source = await openSource(new File([readFileSync(path)], path));
  const container = await openContainer(source);
  const { encoded, packets } = await encodedFrom(newSound);
  const sound = { audioIndex, encoded, packets, goes: 'beside' } as const;
  const { codec, rateHz, channels } = encoded;
  const target = { codec: codec.name === 'opus' ? 'opus' : 'aac', rateHz, channels, leadSamples: 0 } as const;
  const copy = await container.replaceSound(sound, target, () => {});
  const out = Buffer.alloc(copy.bytes + packets.size + 1_000_000);
  let size = 0;
  const write = (bytes: Uint8Array, at: number) => {
    out.set(bytes, at);
    size = Math.max(size, at + bytes.length);
  };
  const sink = { write, finish: async () => new File([], ''), abort: async () => {} };
  await writePieces(copy.pieces, { original: copy.original, sound: packets }, sink, () => {});
  source.dispose();
  const name = join(folder, `copy-${path.split('/').pop()}`);
  writeFileSync(name, out.subarray(0, size));
  return name;
}

/** Sound tracks as native ffprobe lists them. */
function soundsOf(path: string) {
  const shown =
    'stream=codec_name,sample_rate,channels:stream_tags=language,title:stream_disposition=default';
  const args = ['-v', 'error', '-select_streams', 'a', '-show_entries', shown, '-of', 'json', path];
  const { streams } = JSON.parse(execFileSync('ffprobe', args, { encoding: 'utf8' })) as {
    streams: {
      codec_name: string;
      sample_rate: string;
      channels: number;
      disposition: { default: number };
      tags?: { language?: string; title?: string };
    }[];
  };
  return streams.map(({ codec_name, sample_rate, channels, disposition, tags }) => ({
    is: `${codec_name} ${sample_rate} ${channels}`,
    language: tags?.language,
    isDefault: disposition.default === 1,
  }));
}

/** Times and checksums of a track's packets, by native ffmpeg. */
function packetsOf(path: string, track: string): string[] {
  const args = ['-v', 'error', '-i', path, '-map', track, '-c', 'copy', '-f', 'framemd5', '-'];
  const lines = execFileSync('ffmpeg', args, { encoding: 'utf8' }).split('\n');
  // The last may be said to be as long as it is played.
  const told = lines.filter((line) => /^\d/.test(line)).map((line) => line.split(/,\s*/));
  return told.map(([, dts, pts, , bytes, sum]) => [dts, pts, bytes, sum].join(' '));
}

/** Integrated loudness by native ffmpeg. */
function lufsOf(path: string): number {
  const args = ['-hide_banner', '-i', path, '-map', '0:a:0', '-af', 'ebur128', '-f', 'null', '-'];
  const { stderr } = spawnSync('ffmpeg', args, { encoding: 'utf8' });
  return Number(stderr.slice(stderr.lastIndexOf('Summary')).match(/I:\s+(-?[\d.]+)/)?.[1]);
}

/** What native ffmpeg says when it decodes all of a file. */
function complaintsOf(path: string): string {
  const args = ['-v', 'warning', '-i', path, '-map', '0', '-f', 'null', '-'];
  return spawnSync('ffmpeg', args, { encoding: 'utf8' }).stderr;
}

const AAC = ['-c:a', 'aac', '-b:a', '96k', '-ac', '2', '-af', 'volume=-7dB'];
const OPUS = ['-c:a', 'libopus', '-ac', '2', '-af', 'volume=-7dB'];

describe.skipIf(!hasFfmpeg())('a new sound beside the old (needs ffmpeg)', { timeout: 60_000 }, () => {
  it.each([
    {
      name: 'film.mp4',
      old: [...tone(300), ...MAPS, '-c:a', 'aac', ...language(0, 'deu')],
      index: 0,
      now: ['aac 48000 2 deu', 'aac 48000 1 deu'],
    },
    {
      name: 'fragmented.mp4',
      old: [...tone(300), ...MAPS, '-c:a', 'aac', '-movflags', 'frag_keyframe+empty_moov'],
      index: 0,
      now: ['aac 48000 2 und', 'aac 48000 1 und'],
    },
    {
      name: 'two.mkv',
      old: [
        ...[...tone(300), ...tone(500), ...MAPS, '-map', '2:a'],
        ...['-c:a:0', 'ac3', '-c:a:1', 'aac', ...language(0, 'fra'), ...language(1, 'spa')],
      ],
      index: 1,
      now: ['aac 48000 2 spa', 'ac3 48000 1 fra', 'aac 48000 1 spa'],
    },
    {
      name: 'film.webm',
      old: [...tone(300), ...MAPS, '-c:a', 'libopus', ...language(0, 'ita')],
      index: 0,
      now: ['opus 48000 2 ita', 'opus 48000 1 ita'],
    },
  ])('of $name: first and default, and every old packet where it was', async ({ name, old, index, now }) => {
    const isOpus = name.endsWith('webm');
    const film = made(name, ...pictureOf(isOpus ? 'vp9-opus.webm' : 'in-sync.mp4'), ...old);
    const fresh = made(`${name}.new.${isOpus ? 'opus' : 'm4a'}`, ...tone(900), ...(isOpus ? OPUS : AAC));
    const copy = await besideIn(film, fresh, index);
    const sounds = soundsOf(copy);
    expect(sounds.map(({ is, language }) => `${is} ${language}`)).toEqual(now);
    expect(sounds.map(({ isDefault }) => isDefault)).toEqual(now.map((_, i) => i === 0));
    for (let i = 1; i < now.length; i++)
      expect(packetsOf(copy, `0:a:${i}`)).toEqual(packetsOf(film, `0:a:${i - 1}`));
    expect(packetsOf(copy, '0:v')).toEqual(packetsOf(film, '0:v'));
    expect(Math.abs(lufsOf(copy) - lufsOf(fresh))).toBeLessThan(0.15);
    expect(complaintsOf(copy)).toBe('');
    // As our own reader lists them.
    const again = await openSource(new File([readFileSync(copy)], copy));
    expect(again.listing.audioTracks).toHaveLength(now.length);
    expect(again.listing.audioTracks[0]?.startS).toBe(0);
    again.dispose();
  });

  it.each([
    ['film.mov', 'pcm_s16be', '44100', ['pcm_s16be 48000 2', 'pcm_s16be 44100 1']],
    ['deep.mov', 'pcm_s24le', '96000', ['pcm_s24le 48000 2', 'pcm_s24le 96000 1']],
    ['film.mkv', 'pcm_s16le', '44100', ['pcm_s16le 48000 2', 'pcm_s16le 44100 1']],
  ])('of %s with %s at %s Hz: plain samples of another rate and more channels', async (...given) => {
    const [name, codec, rate, now] = given;
    const film = made(name, ...pictureOf('in-sync.mp4'), ...tone(300, Number(rate)), ...MAPS, '-c:a', codec);
    const wav = made(`${name}.wav`, ...tone(900, 48_000, 4), '-ac', '2', '-c:a', 'pcm_s24le');
    const lufs = lufsOf(wav);
    for (const goes of ['beside', 'instead'] as const) {
      const written = await replaceSound(
        new File([readFileSync(film)], name),
        {
          audioIndex: 0,
          sound: new File([readFileSync(wav)], 'new.wav'),
          goes,
          output: { to: 'opfs', folder: 'f' },
        },
        () => {},
      );
      const copy = join(folder, `${goes}-${name}`);
      writeFileSync(copy, Buffer.from(await written.file.arrayBuffer()));
      expect(soundsOf(copy).map(({ is }) => is)).toEqual(goes === 'beside' ? now : now.slice(0, 1));
      expect(written.appliedMs).toBeCloseTo(0, 3);
      expect(written.warnings).toEqual([]);
      expect(written.tracksKept.sound).toBe(1);
      expect(Math.abs(lufsOf(copy) - lufs)).toBeLessThan(0.1);
      if (goes === 'beside') {
        expect(written.how).toContain('first sound track');
        const samples = (path: string, track: string) =>
          execFileSync('ffmpeg', ['-v', 'error', '-i', path, '-map', track, '-f', 'md5', '-']).toString();
        expect(samples(copy, '0:a:1')).toBe(samples(film, '0:a:0'));
      }
    }
  });

  it('a transport stream takes no second track, which is said', async () => {
    const wav = made('alone.wav', ...tone(300));
    const sound = new File([readFileSync(wav)], 'new.wav');
    const output = { to: 'opfs', folder: 'f' } as const;
    const job = { audioIndex: 0, sound, goes: 'beside', output } as const;
    const film = readFileSync(made('film.ts', ...pictureOf('in-sync.mp4'), '-c', 'copy'));
    await expect(replaceSound(new File([film], 'film.ts'), job, () => {})).rejects.toMatchObject({
      code: 'fix-impossible',
      message: /second sound track is put into MP4/,
    });
  });
});
