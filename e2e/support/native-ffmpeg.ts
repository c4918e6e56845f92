/** Clips that a test makes with the machine's own ffmpeg; tests that need it are skipped where it is missing. */
import { execFileSync } from 'node:child_process';
import { scratchFile } from './fixtures';

export function hasFfmpeg(): boolean {
  try {
    execFileSync('ffmpeg', ['-version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/** @param args everything but the output @returns path of the clip, which lies among the scratch files */
export function made(name: string, args: readonly string[]): string {
  const path = scratchFile(name, '');
  execFileSync('ffmpeg', ['-v', 'error', '-y', ...args, path], { stdio: ['ignore', 'ignore', 'inherit'] });
  return path;
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
