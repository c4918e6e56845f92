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
