/** Runs the commands without a window, as a user would. */
import { spawn } from 'node:child_process';

export interface Outcome {
  code: number;
  /** Every line of standard output, parsed: anything but JSON there fails the test. */
  records: Record<string, unknown>[];
  stderr: string;
}

export function runCheck(...args: string[]): Promise<Outcome> {
  return run('check', args);
}

export function runDub(...args: string[]): Promise<Outcome> {
  return run('dub', args);
}

export function runSound(...args: string[]): Promise<Outcome> {
  return run('sound', args);
}

/** @returns what the archive's command says, as text: not all of it is JSON */
export function runArchive(...args: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  return spawned('archive', args);
}

async function run(command: 'check' | 'dub' | 'sound', args: string[]): Promise<Outcome> {
  const { code, stdout, stderr } = await spawned(command, args);
  try {
    const records = stdout
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line));
    return { code, records, stderr };
  } catch {
    throw new Error(`Standard output holds more than records:\n${stdout}\n${stderr}`);
  }
}

function spawned(command: string, args: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn('npm', ['run', '--silent', command, '--', ...args], {
      stdio: ['ignore', 'pipe', 'pipe'],
      shell: process.platform === 'win32',
    });
    let stdout = '';
    let stderr = '';
    child.stdout.on('data', (chunk) => {
      stdout += chunk;
    });
    child.stderr.on('data', (chunk) => {
      stderr += chunk;
    });
    child.on('error', reject);
    child.on('close', (code) => resolve({ code: code ?? -1, stdout, stderr }));
  });
}
