/** What a browser's processes take, by /proc (Linux; nothing elsewhere). */
import { existsSync, readdirSync, readFileSync } from 'node:fs';

/** Process ids of the renderers that came of this process: tabs with their workers. */
export function renderers() {
  return offspring((command) => command.includes('--type=renderer'));
}

/** Those of the browsers themselves, which keep blobs. */
export function browsers() {
  return offspring((command) => command.includes('--user-data-dir') && !command.includes('--type='));
}

function offspring(isWanted) {
  if (!existsSync('/proc/self/status')) return [];
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => {
      try {
        return isWanted(readFileSync(`/proc/${pid}/cmdline`, 'utf8')) && isOurs(Number(pid));
      } catch {
        return false;
      }
    });
}

function isOurs(pid) {
  for (let at = pid; at > 1; ) {
    const parent = Number(statOf(at)[1]);
    if (parent === process.pid) return true;
    at = parent;
  }
  return false;
}

/**
 * The largest footprint of any of the processes, MB: what the tab itself takes (as the browser's task manager counts
 * it), and that together with the browser's own program, of which every tab maps the same pages.
 */
export function watchMemory(pids) {
  let ownMb = 0;
  const look = () => {
    for (const pid of pids) ownMb = Math.max(ownMb, ownMbOf(pid));
  };
  const timer = setInterval(look, 100);
  return {
    stop() {
      clearInterval(timer);
      look();
      return { ownMb, residentMb: Math.max(0, ...pids.map((pid) => field(pid, 'VmHWM'))) };
    },
  };
}

export function memoryWords({ ownMb, residentMb }) {
  return `${ownMb.toFixed(0)} MB (${residentMb.toFixed(0)} MB with the pages of the browser's program)`;
}

/** What it takes itself now, MB. */
export function ownMbOf(pid) {
  return field(pid, 'RssAnon') + field(pid, 'RssShmem');
}

/** Seconds of a core that a process has had; 0 for one that has ended. */
export function coreSecondsOf(pid) {
  try {
    const stat = statOf(pid);
    return (Number(stat[11]) + Number(stat[12])) / TICKS_PER_S;
  } catch {
    return 0;
  }
}

/** Of every Linux that Chromium runs on. */
const TICKS_PER_S = 100;

/** Fields from the state on: its parent is the second, user and system time the 12th and 13th. */
function statOf(pid) {
  return readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1).split(' ');
}

/** A figure of /proc, MB; 0 for a process that has ended. */
function field(pid, name) {
  try {
    const [, kb] = readFileSync(`/proc/${pid}/status`, 'utf8').match(new RegExp(`${name}:\\s+(\\d+)`)) ?? [];
    return Number(kb ?? 0) / 1024;
  } catch {
    return 0;
  }
}
