/**
 * flite (A. W. Black and K. Lenzo, "Flite: a small, fast run time synthesis engine", 2001) out of a compiled module,
 * wherever that came from. It is a command, with a start and an end: every piece of text is a run of it.
 */
import { ConsoleStdout, OpenFile, PreopenDirectory, WASI, File as WasiFile } from '@bjorn3/browser_wasi_shim';
import { LipslateError } from '../../core/errors';
import type { GuideVoice } from './contract';

export const FLITE_RATE_HZ = 16_000;
const OUT = 'out.wav';
/** Of the WAV that it writes. */
const HEADER_BYTES = 44;

/**
 * The same text gives the same samples.
 * @param text ASCII. As an argument, since of a file it leaves out a last sentence of one word
 * @returns 16-bit samples, little endian
 */
export async function flitePcm(
  module: WebAssembly.Module,
  text: string,
  voice: GuideVoice,
): Promise<Uint8Array<ArrayBuffer>> {
  const folder = new PreopenDirectory('.', new Map());
  const said: string[] = [];
  const terminal = ConsoleStdout.lineBuffered((line) => said.push(line));
  const wasi = new WASI(
    ['flite', '-voice', voice, '-t', text, '-o', OUT],
    [],
    [new OpenFile(new WasiFile([])), terminal, terminal, folder],
    // Otherwise it tells the console of every file.
    { debug: false },
  );
  const instance = await WebAssembly.instantiate(module, { wasi_snapshot_preview1: wasi.wasiImport });
  const exit = wasi.start(instance as Parameters<WASI['start']>[0]);
  const wav = folder.dir.contents.get(OUT);
  if (exit !== 0 || !(wav instanceof WasiFile) || wav.data.length <= HEADER_BYTES)
    throw new LipslateError('internal', `flite ended with ${exit}: ${said.join(' ')}`);
  return wav.data.slice(HEADER_BYTES);
}
