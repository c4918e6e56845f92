/** Whether the machine has its own ffmpeg: tests that need it are skipped by name where it is missing. */
import { spawnSync } from 'node:child_process';

export function hasFfmpeg(): boolean {
  return spawnSync('ffmpeg', ['-version']).status === 0;
}
