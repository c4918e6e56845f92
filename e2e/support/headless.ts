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

function run(command: 'check' | 'dub' | 'sound', args: string[]): Promise<Outcome> {
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
    child.on('close', (code) => {
      try {
        const records = stdout
          .split('\n')
          .filter(Boolean)
          .map((line) => JSON.parse(line));
        resolve({ code: code ?? -1, records, stderr });
      } catch {
        reject(new Error(`Standard output holds more than records:\n${stdout}\n${stderr}`));
      }
    });
  });
}
