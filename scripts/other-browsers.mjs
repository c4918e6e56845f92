/** Finds Firefox and WebKit on this machine for the smoke tests, or installs Debian's packages when allowed to. */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { aptInstall, onPath } from './lib.mjs';

const PACKAGES = ['firefox-esr', 'webkit2gtk-driver', 'xvfb', 'libgl1-mesa-dri'];
const FIREFOX_PLACES = [
  '/Applications/Firefox.app/Contents/MacOS/firefox',
  ...['PROGRAMFILES', 'PROGRAMFILES(X86)', 'LOCALAPPDATA'].map((name) =>
    join(process.env[name] ?? '/', 'Mozilla Firefox/firefox.exe'),
  ),
];

/** @returns {string | null} path of the executable; null also where it would have no screen to draw on */
export function findFirefox() {
  if (process.env.FIREFOX_PATH) return process.env.FIREFOX_PATH;
  if (!hasScreen()) return null;
  const found = onPath('firefox-esr') ?? onPath('firefox');
  return found ?? FIREFOX_PLACES.find((place) => existsSync(place)) ?? null;
}

/** @returns {{ driver: string, browser: string } | null} WebKitGTK's driver and its small browser */
export function findWebkit() {
  if (process.platform !== 'linux' || !hasScreen()) return null;
  const driver = onPath('WebKitWebDriver');
  const browser = ['/usr/lib', '/usr/libexec'].flatMap(miniBrowsers)[0];
  return driver && browser ? { driver, browser } : null;
}

/** As root on Debian or Ubuntu: installs what is missing. Elsewhere, and where that fails, the smoke tests are skipped. */
export async function ensureOtherBrowsers() {
  if (findFirefox() && findWebkit()) return;
  // Their decoders are only recommended: without those neither reads H.264.
  await aptInstall(PACKAGES, { recommended: true });
}

const hasScreen = () => process.platform !== 'linux' || onPath('Xvfb') !== undefined;

/** Debian keeps it under the machine's triplet: /usr/lib/x86_64-linux-gnu/webkit2gtk-4.1/MiniBrowser. */
function miniBrowsers(root) {
  const names = (folder) => (existsSync(folder) ? readdirSync(folder) : []);
  const folders = [
    root,
    ...names(root)
      .filter((name) => name.includes('-linux-'))
      .map((name) => join(root, name)),
  ];
  return folders
    .flatMap((folder) =>
      names(folder)
        .filter((n) => n.startsWith('webkit'))
        .map((n) => join(folder, n, 'MiniBrowser')),
    )
    .filter((path) => existsSync(path));
}
