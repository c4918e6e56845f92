/** Small helpers shared by the scripts: running commands, fingerprints of files, arguments. Node built-ins only. */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { accessSync, constants, existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

export const ROOT = fileURLToPath(new URL('..', import.meta.url)).replace(/[\\/]$/, '');

/**
 * Runs a command in the project's root and resolves with its exit code.
 * @param {string} command
 * @param {string[]} args
 * @param {{ quiet?: boolean, env?: Record<string, string> }} [options] quiet: its output goes to standard error
 * @returns {Promise<number>}
 */
export function run(command, args, { quiet = false, env = {} } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd: ROOT,
      stdio: quiet ? ['ignore', 2, 2] : 'inherit',
      env: { ...process.env, ...env },
      // npm is a .cmd file on Windows, which only a shell can start.
      shell: process.platform === 'win32' && command === 'npm',
    });
    child.on('error', reject);
    child.on('close', (code) => resolve(code ?? 1));
  });
}

/** Like run, but a failure throws. */
export async function mustRun(command, args, options) {
  const code = await run(command, args, options);
  if (code !== 0) throw new UserError(`"${command} ${args.join(' ')}" failed (exit ${code}).`);
}

/** @returns {string | undefined} where a command lies that the shell would find */
export function onPath(command) {
  const folders = (process.env.PATH ?? '').split(delimiter);
  return folders.map((folder) => join(folder, command)).find((path) => existsSync(path));
}

/**
 * Installs packages where that is allowed: as root on Debian or Ubuntu.
 * @param {string[]} packages
 * @param {{ quiet?: boolean, recommended?: boolean }} [options] recommended: with what these packages recommend
 * @returns {Promise<boolean>} whether it was tried
 */
export async function aptInstall(packages, { quiet = false, recommended = false } = {}) {
  if (process.getuid?.() !== 0 || process.platform !== 'linux' || !onPath('apt-get')) return false;
  const env = { DEBIAN_FRONTEND: 'noninteractive' };
  const how = recommended ? [] : ['--no-install-recommends'];
  await run('apt-get', ['update', '-qq'], { quiet, env });
  await run('apt-get', ['install', '-y', '-qq', ...how, ...packages], { quiet, env });
  return true;
}

/** An error whose message is meant for the person at the terminal: no stack is shown. */
export class UserError extends Error {}

/** Wrong arguments: the message is followed by the usage. */
export class UsageError extends UserError {}

/**
 * Runs a command whose exit status says how it went: 2 for wrong arguments, 1 when it fails.
 * @param {string} usage
 * @param {() => number | Promise<number>} job gives the exit status
 */
export async function command(usage, job) {
  try {
    process.exitCode = await job();
  } catch (error) {
    const isUsage = error instanceof UsageError;
    const words = error instanceof UserError ? error.message : error.stack;
    process.stderr.write(isUsage ? `${words}\n\n${usage}\n` : `${words}\n`);
    process.exitCode = isUsage ? 2 : 1;
  }
}

/**
 * Reads a command's arguments; `--help` prints the usage and ends the process.
 * @param {string[]} args
 * @param {object} options as `parseArgs` takes them
 * @throws UsageError
 */
export function readOptions(args, options, usage, { allowPositionals = true } = {}) {
  let parsed;
  try {
    parsed = parseArgs({
      args,
      allowPositionals,
      options: { ...options, help: { type: 'boolean', short: 'h' } },
    });
  } catch (error) {
    throw new UsageError(error.message);
  }
  if (parsed.values.help) {
    process.stderr.write(`${usage}\n`);
    process.exit(0);
  }
  return parsed;
}

/** @throws UsageError */
export function oneOf(name, value, choices) {
  if (!choices.includes(value))
    throw new UsageError(`${name} ${value}: choose one of ${choices.join(', ')}.`);
}

const AUDIO = /^[1-9]\d{0,2}(:(all|([1-9]\d{0,2})(-(?!\3$)[1-9]\d{0,2})?))?$/;

/**
 * What says how and by what files are measured, of the commands that do.
 * @throws UsageError
 */
export function checkMeasuring({ profile, model, range, audio, fix, out }) {
  if (model !== undefined && !isReadable(model))
    throw new UsageError(`--model ${model}: this file cannot be opened.`);
  checkProfile(profile);
  if (fix !== undefined) oneOf('--fix', fix, ['lossless', 'baked']);
  if (fix !== undefined && out === undefined)
    throw new UsageError('--fix: say with --out DIR where the corrected copies go.');
  if (!(Number(range) >= 0.2 && Number(range) <= 10))
    throw new UsageError(`--range ${range}: give 0.2 to 10 seconds.`);
  if (!AUDIO.test(audio))
    throw new UsageError(`--audio ${audio}: give a track, such as 2, or one of its channels, such as 2:4.`);
}

/** @throws UsageError */
export function checkProfile(name) {
  const { named, own } = JSON.parse(readFileSync(join(ROOT, 'core/sync/profile-names.json'), 'utf8'));
  const limits = new RegExp(own.pattern).exec(name)?.slice(1).map(Number);
  const isOwn = limits?.every((ms) => ms >= own.leastMs && ms <= own.mostMs);
  if (!isOwn && !named.includes(name))
    throw new UsageError(
      `--profile ${name}: choose one of ${named.join(', ')}, or own:EARLY/LATE in ms, each ${own.leastMs} to ${own.mostMs}.`,
    );
}

/** What a command prints of something that was not made. */
export function failure(code, message) {
  return { ok: false, error: { code, message } };
}

/** @returns {boolean} whether it is a file that may be read */
export function isReadable(file) {
  try {
    accessSync(file, constants.R_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}

/** Ends a script: a UserError in one sentence, anything else with its stack. */
export function main(job) {
  job().catch((error) => {
    console.error(error instanceof UserError ? error.message : error);
    process.exit(1);
  });
}

/**
 * A fingerprint of files and folders by path, size and time of change; changes when any of them does.
 * @param {string[]} paths relative to the root; missing ones count as such
 */
export function fingerprint(paths) {
  const hash = createHash('sha256');
  const visit = (path) => {
    const info = statSync(join(ROOT, path), { throwIfNoEntry: false });
    if (!info) hash.update(`${path} missing\n`);
    else if (info.isDirectory())
      for (const name of readdirSync(join(ROOT, path)).sort()) visit(`${path}/${name}`);
    else hash.update(`${path} ${info.size} ${info.mtimeMs}\n`);
  };
  for (const path of paths) visit(path);
  return hash.digest('hex');
}

/** `90`, `1:30`, `1:02:03.5`; NaN for anything else. */
export function secondsOf(text) {
  if (!/^(\d+:){0,2}\d+(\.\d+)?$/.test(text)) return Number.NaN;
  return text.split(':').reduce((sum, digits) => 60 * sum + Number(digits), 0);
}
