/** `npm start`: install and build when needed, serve on this machine, open a browser if there is one. */
import { spawn } from 'node:child_process';
import { parseArgs } from 'node:util';
import { build } from './build.mjs';
import { main, UserError } from './lib.mjs';
import { serve } from './serve.mjs';

const FIRST_PORT = 4173;
const PORTS_TRIED = 20;

main(async () => {
  const { port, open } = readArguments();
  await build();
  const server = port === null ? await serveOnFreePort() : await serve({ port }).catch(portTaken);
  console.log(`\n  Lipslate runs at ${server.url}\n  Press Ctrl+C to stop it.\n`);
  if (open) openBrowser(server.url);
});

function readArguments() {
  try {
    const { values } = parseArgs({ options: { port: { type: 'string' }, 'no-open': { type: 'boolean' } } });
    const port = values.port === undefined ? null : Number(values.port);
    if (port !== null && !(Number.isInteger(port) && port >= 0 && port < 65536)) {
      throw new Error(`--port ${values.port} is no port number.`);
    }
    return { port, open: !values['no-open'] && !process.env.CI };
  } catch (error) {
    throw new UserError(`${error.message}\nUsage: npm start -- [--port N] [--no-open]`);
  }
}

/** The installed app lives at one address, so the usual port comes first. */
async function serveOnFreePort() {
  for (let port = FIRST_PORT; port < FIRST_PORT + PORTS_TRIED; port++) {
    try {
      return await serve({ port });
    } catch (error) {
      if (error.code !== 'EADDRINUSE') throw error;
    }
  }
  return serve({ port: 0 });
}

function portTaken(error) {
  if (error.code !== 'EADDRINUSE' && error.code !== 'EACCES') throw error;
  throw new UserError('This port is taken or not allowed: choose another with --port.');
}

/** A missing browser or desktop is no failure: the address is printed. */
function openBrowser(url) {
  const hasDesktop = process.platform !== 'linux' || process.env.DISPLAY || process.env.WAYLAND_DISPLAY;
  if (!hasDesktop) return;
  const [command, args] =
    process.platform === 'darwin'
      ? ['open', [url]]
      : process.platform === 'win32'
        ? ['cmd', ['/c', 'start', '', url]]
        : ['xdg-open', [url]];
  const child = spawn(command, args, { stdio: 'ignore', detached: true });
  child.on('error', () => undefined);
  child.unref();
}
