/** Clips that a test makes with the machine's own ffmpeg; tests that need it are skipped where it is missing. */
import { execFileSync, spawnSync } from 'node:child_process';
import { clip, scratchFile } from './fixtures';

export { hasFfmpeg } from '../../core/testing/native-ffmpeg';

/** @param args everything but the output @returns path of the clip, which lies among the scratch files */
export function made(name: string, args: readonly string[]): string {
  const path = scratchFile(name, '');
  execFileSync('ffmpeg', ['-v', 'error', '-y', ...args, path], { stdio: ['ignore', 'ignore', 'inherit'] });
  return path;
}

/**
 * A film of eight channels: on the fourth its speech, 200 ms late, on the first the same 300 ms later, else nothing.
 * @param place as its only sound track, or as the second one
 */
export function twoVoices(place: 'alone' | 'behind silence' = 'alone'): string {
  const filter = 'pan=7.1|c0=c0|c3=c0,adelay=300|0|0|0|0|0|0|0';
  const isAlone = place === 'alone';
  const silence = isAlone ? [] : ['-f', 'lavfi', '-t', '6', '-i', 'anullsrc=r=48000:cl=stereo'];
  const tracks = ['-map', '0:v', ...(isAlone ? [] : ['-map', '1:a']), '-map', '0:a'];
  const codecs = ['-c:v', 'copy', '-c:a', 'flac', `-filter:a:${isAlone ? 0 : 1}`, filter];
  return made(`two-voices-${isAlone ? 1 : 2}.mkv`, [
    '-i',
    clip('late-200'),
    ...silence,
    ...tracks,
    ...codecs,
  ]);
}

/** Checksum of a sound track's samples as 24 bits, as ffmpeg decodes them. @param index from 0 */
export function soundSum(path: string, index: number): string {
  const samples = ['-map', `0:a:${index}`, '-c:a', 'pcm_s24le', '-f', 'md5', '-'];
  return execFileSync('ffmpeg', ['-v', 'error', '-i', path, ...samples], { encoding: 'utf8' });
}

/** PTS of the pictures of a video, as ffprobe reads them, in order, seconds. */
export function picturesIn(path: string): number[] {
  const asked = ['-show_entries', 'packet=pts_time', '-of', 'csv=p=0', path];
  const lines = execFileSync('ffprobe', ['-v', 'error', '-select_streams', 'v:0', ...asked], {
    encoding: 'utf8',
  });
  return Array.from(lines.matchAll(/[\d.]+/g), ([time]) => Number(time)).sort((a, b) => a - b);
}

/** PSNR of every picture of one video against that of another in its place, dB; infinite where they are the same. */
export function psnrOfPictures(video: string, other: string): number[] {
  const filter = 'psnr=stats_file=-';
  const args = ['-v', 'error', '-i', video, '-i', other, '-lavfi', filter, '-f', 'null', '-'];
  const lines = execFileSync('ffmpeg', args, { encoding: 'utf8' });
  return Array.from(lines.matchAll(/psnr_avg:(\S+)/g), ([, value]) =>
    value === 'inf' ? Number.POSITIVE_INFINITY : Number(value),
  );
}

/** Of the sound as ffmpeg decodes it, by its own ebur128. */
export function loudnessOf(path: string): { lufs: number; rangeLu: number; peakDb: number } {
  const args = ['-hide_banner', '-i', path, '-vn', '-af', 'ebur128=peak=true', '-f', 'null', '-'];
  const { stderr } = spawnSync('ffmpeg', args, { encoding: 'utf8' });
  const summary = stderr.slice(stderr.lastIndexOf('Summary'));
  const figure = (name: RegExp) => Number(summary.match(name)?.[1]);
  return {
    lufs: figure(/I:\s+(-?[\d.]+)/),
    rangeLu: figure(/LRA:\s+(-?[\d.]+)/),
    peakDb: figure(/Peak:\s+(-?[\d.]+)/),
  };
}

/** First channel of the sound as ffmpeg decodes it, at its own rate. */
export function samplesOf(path: string): Float32Array {
  return filtered(['-i', path], 'pan=mono|c0=c0');
}

export const ALONG_RATE_HZ = 8000;

/** The sound along the file's own clock, from its time 0 on, mono. */
export function soundAlong(path: string): Float32Array {
  const filter = `aresample=${ALONG_RATE_HZ}:async=1:first_pts=0,pan=mono|c0=c0`;
  return filtered(['-copyts', '-i', path], filter);
}

function filtered(input: readonly string[], filter: string): Float32Array {
  const args = ['-v', 'error', ...input, '-vn', '-af', filter, '-f', 'f32le', '-'];
  const bytes = execFileSync('ffmpeg', args, { maxBuffer: 2 ** 30 });
  return new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
}

/** Time of the first picture as ffmpeg decodes it, seconds. */
export function firstPictureS(path: string): number {
  const times = ['-show_entries', 'frame=best_effort_timestamp_time', '-read_intervals', '%+#8'];
  const args = ['-v', 'error', '-select_streams', 'v:0', ...times, '-of', 'csv=p=0', path];
  return Number.parseFloat(execFileSync('ffprobe', args, { encoding: 'utf8' }));
}
