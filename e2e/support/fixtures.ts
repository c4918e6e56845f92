/** Where the committed test clips lie, and clips that are made on the spot because they would be too big to commit. */
import {
  closeSync,
  copyFileSync,
  existsSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const FIXTURES = fileURLToPath(new URL('../fixtures/', import.meta.url));
/** One for each of the runner's processes: two tests at a time may want files of one name. */
const SCRATCH = fileURLToPath(
  new URL(`../../.cache/test-files/${process.env['TEST_PARALLEL_INDEX'] ?? '0'}/`, import.meta.url),
);

/** The clip that the page's "Try the example" opens. */
export const EXAMPLE = fileURLToPath(new URL('../../public/example.mp4', import.meta.url));

/** Committed clips by what is different about each; the content of all of these is the same passage. */
export const CODECS = [
  'h264-aac',
  'vp9-opus',
  'av1-opus',
  'hevc-aac',
  'mpeg4-pcm',
  'prores-pcm',
  'mpeg2-ac3',
  'h264-ac3',
];
export const RATES = ['fps-10', 'fps-23976', 'fps-2997', 'fps-50', 'vfr-phone'];
export const TIMELINES = [
  'edit-list-trims',
  'edit-list-delays-sound',
  'sound-starts-later',
  'rotated-90',
  'fragmented',
];
export const SOUNDS = ['sound-8khz-mono', 'sound-44100-stereo', 'surround-51'];

/** Path of a committed clip; fails when there is none of this name. */
export function fixture(name: string): string {
  const path = join(FIXTURES, name);
  if (!existsSync(path)) throw new Error(`No fixture ${name} in e2e/fixtures`);
  return path;
}

/** What the manifest says about a committed clip (scripts/fixtures/make.py writes it). */
export interface FixtureTruth {
  name: string;
  /** Relative to the project's root. */
  file: string;
  /** Milliseconds, positive = the sound is late; null where nothing can be measured. */
  truth: {
    offsetMs?: number;
    driftPpm?: number;
    startMs?: number;
    endMs?: number;
    steps?: { atS: number; offsetMs: number }[];
  } | null;
  durationS?: number;
  picture?: { codec: string; width: number; height: number; fps: number | null; rotation?: number };
  sound?: { codec: string; rateHz: number; channels: number };
  /** The part of the spoken text: clips of the same part differ in nothing but what they are about. */
  master?: { text: string; startS: number };
  /** Which of two faces speaks. */
  speaker?: 'left' | 'right';
  cutsS?: number[];
}

const MANIFEST = JSON.parse(readFileSync(join(FIXTURES, 'manifest.json'), 'utf8')) as {
  fixtures: FixtureTruth[];
};

/** The manifest's entry of this name; fails when there is none. */
export function truthOf(name: string): FixtureTruth {
  const entry = MANIFEST.fixtures.find((each) => each.name === name);
  if (!entry) throw new Error(`No fixture ${name} in e2e/fixtures/manifest.json`);
  return entry;
}

/** Path of the clip of this name, whatever its container. */
export function clip(name: string): string {
  return fileURLToPath(new URL(`../../${truthOf(name).file}`, import.meta.url));
}

/** A copy that a test may change or delete. */
export function scratchCopy(path: string, name: string): string {
  mkdirSync(SCRATCH, { recursive: true });
  const copy = join(SCRATCH, name);
  copyFileSync(path, copy);
  return copy;
}

/** A file of this size that takes no room on disk, beginning with the given bytes. */
export function sparseFile(name: string, sizeBytes: number, head: Uint8Array = new Uint8Array()): string {
  mkdirSync(SCRATCH, { recursive: true });
  const path = join(SCRATCH, name);
  const file = openSync(path, 'w');
  writeSync(file, head);
  ftruncateSync(file, sizeBytes);
  closeSync(file);
  return path;
}

/** A small file made for one test. */
export function scratchFile(name: string, content: Uint8Array | string): string {
  mkdirSync(SCRATCH, { recursive: true });
  const path = join(SCRATCH, name);
  const file = openSync(path, 'w');
  writeSync(file, typeof content === 'string' ? Buffer.from(content) : content);
  closeSync(file);
  return path;
}
