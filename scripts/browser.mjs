/** Finds a Chromium on this machine for tests and for the headless command. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { aptInstall, onPath, UserError } from './lib.mjs';

/**
 * The last switch of this name is the one that counts, so what Playwright switches off comes first: checks against quirks,
 * and what would ask Google for something. Then the popups of the address bar, which nobody sees: they are pages of their
 * own, made anew for each tab, and take a third of the time that it takes to open one.
 */
export const DISABLED_FEATURES = [
  'AvoidUnnecessaryBeforeUnloadCheckSync',
  'DestroyProfileOnBrowserClose',
  'HttpsUpgrades',
  'HttpsFirstBalancedModeAutoEnable',
  'LensOverlay',
  'MediaRouter',
  'PaintHolding',
  'ThirdPartyStoragePartitioning',
  'AvoidCorsURLLoaderRestartOnRedirect',
  'TcpPortRandomizationWin',
  'OptimizationHints',
  'NetworkTimeServiceQuerying',
  'AimEnabled',
  'PreconnectToSearch',
  'msForceBrowserSignIn',
  'msEdgeUpdateLaunchServicesPreferredVersion',
  'WebUIOmniboxPopup',
  'WebUIOmniboxAimPopup',
];

/** No background traffic of the browser's own, and WebGL in software where there is no GPU. */
export const CHROMIUM_ARGS = [
  `--disable-features=${DISABLED_FEATURES.join(',')}`,
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--enable-unsafe-swiftshader',
  // Root (containers, CI) cannot use the sandbox; everyone else keeps it.
  ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
];

const COMMANDS = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'microsoft-edge'];
const PLACES = {
  darwin: [
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
    '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
  ],
  win32: ['PROGRAMFILES', 'PROGRAMFILES(X86)', 'LOCALAPPDATA'].flatMap((name) => {
    const folder = process.env[name];
    if (!folder) return [];
    return [
      join(folder, 'Google/Chrome/Application/chrome.exe'),
      join(folder, 'Microsoft/Edge/Application/msedge.exe'),
    ];
  }),
};

/** @returns {Promise<string | null>} path of an executable, or null */
export async function findChromium() {
  const asked = process.env.CHROMIUM_PATH;
  if (asked) {
    if (!existsSync(asked)) throw new UserError(`CHROMIUM_PATH names ${asked}, which does not exist.`);
    return asked;
  }
  const { chromium } = await import('@playwright/test');
  const places = [...COMMANDS.map(onPath), ...(PLACES[process.platform] ?? []), chromium.executablePath()];
  return places.find((place) => place && existsSync(place)) ?? null;
}

/**
 * Finds Chromium, or installs Debian's package when allowed to (root on Debian or Ubuntu).
 * @param {{ quiet?: boolean }} [options] quiet: nothing on standard output
 */
export async function ensureChromium({ quiet = false } = {}) {
  const found = await findChromium();
  if (found) return found;
  const installed = (await aptInstall(['chromium'], { quiet })) && (await findChromium());
  if (installed) return installed;
  throw new UserError(
    'No Chromium was found: install Chromium or Google Chrome (on Debian: sudo apt-get install chromium), or set CHROMIUM_PATH to one.',
  );
}
