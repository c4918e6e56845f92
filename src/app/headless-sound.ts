/** `lipslate.sound`: one prepared sound for scripts, through the Sound room's own session. */
import { type ErrorData, LipslateError } from '../../core/errors';
import type { WrittenLoudness } from '../../core/loudness/kept-loudness';
import { plain } from '../../core/report/sanitize';
import {
  earlyEndSentence,
  figuresRecord,
  isPast,
  missedSentence,
  notPlacedWarning,
  sidesSentence,
  writtenSentence,
} from '../../core/report/sound';
import type { SoundGoes } from '../../workers/rewrite/contract';
import type {
  Bed,
  EncodedFile,
  FilledHoles,
  LaidBed,
  MixedMicrophones,
  PreparedSound,
  SoundChain,
  SoundFigures,
  SoundFormat,
} from '../../workers/sound/contract';
import { download } from '../engine/fix/save-copies';
import { createSoundSession, DEFAULT_CHAIN } from '../engine/sound/session';
import type { SoundSession, SoundState } from '../engine/sound/types';
import { settled } from '../engine/store';
import { speakersIn } from './headless-places';

export interface SoundWishes {
  chain?: Partial<SoundChain>;
  /** Sound track, from 0. */
  track?: number;
  /** Others that recorded the same as the file: all of them become one, which is prepared. */
  microphones?: readonly File[];
  /** Music or room tone under it; left out: none. What is not said of it is as usual. */
  bed?: Pick<Bed, 'file'> & Partial<Bed>;
  /** What is made: a copy of the file with the new sound instead of or beside the old, the sound alone, or one of what setting the voice apart gives. */
  as?: 'copy' | 'copy-beside' | 'wav' | 'voice' | 'rest' | SoundFormat;
  onProgress?(stage: string, done: number, total: number): void;
}

export interface SoundRecord {
  ok: true;
  chain: SoundChain;
  durationS: number;
  speechS: number;
  /** What told the voice from all else; null: nothing did. */
  apartBy: PreparedSound['apartBy'];
  humHz: number[];
  /** Clicks taken out, and cut off samples put back. */
  mended: PreparedSound['mended'];
  gainDb: number | null;
  /** Null: nobody looked for holes. */
  holes: FilledHoles | null;
  /** How the voice was placed; null: it was not. */
  placed: PreparedSound['placed'];
  bed: LaidBed | null;
  /** That were mixed; null: there was one. */
  microphones: MixedMicrophones['microphones'] | null;
  before: SoundFigures;
  after: SoundFigures;
  /** Of what is made, as it decodes; null where it is what `after` says, nothing limits it, or nothing here decodes it. */
  written: WrittenLoudness | null;
  /** Name of what is made. */
  name: string;
  how: string | null;
  warnings: string[];
}

export type SoundOutcome = SoundRecord | { ok: false; error: Pick<ErrorData, 'code' | 'message'> };

/** Of what is made into a copy: where the new sound goes. */
const GOES: Partial<Record<string, SoundGoes>> = { copy: 'instead', 'copy-beside': 'beside' };

/** Never rejects. `download` hands the result to the browser's downloads, and does nothing where there is none. */
export async function sound(
  file: File,
  wishes: SoundWishes = {},
): Promise<{ record: SoundOutcome; download(): void; dispose(): void }> {
  const session = createSoundSession({ isSeen: false });
  const off = session.subscribe(() => report(session.get(), wishes));
  const dispose = () => {
    off();
    session.dispose();
  };
  try {
    const { record, result } = await made(session, file, wishes);
    return { record, download: () => download(result, record.name), dispose };
  } catch (cause) {
    const { code, message, detail } = LipslateError.from(cause).toData();
    if (detail) console.warn(`lipslate: ${file.name}: ${detail}`);
    return { record: { ok: false, error: { code, message } }, download: () => {}, dispose };
  }
}

async function made(
  session: SoundSession,
  file: File,
  wishes: SoundWishes,
): Promise<{ record: SoundRecord; result: File }> {
  session.setChain({ ...DEFAULT_CHAIN, ...wishes.chain });
  if (wishes.microphones?.length) {
    session.addFiles([file, ...wishes.microphones]);
    session.mixMicrophones();
  } else session.setFile(file, await speakers(file, wishes));
  const { mixed } = await settled(session, ({ source, mixing }) => {
    if (mixing?.error) throw LipslateError.fromData(mixing.error);
    if (source?.error) throw LipslateError.fromData(source.error);
    return source?.status === 'ready' ? source : undefined;
  });
  session.setTrack(wishes.track ?? 0);
  // Files that are listed have no bed.
  session.setBed(wishes.bed ?? null);
  const as = wishes.as ?? 'copy';
  // Nobody listens to what was taken away here.
  session.prepare({ withTaken: false, withStems: as === 'voice' || as === 'rest' });
  const { sound, chain } = await settled(session, ({ work, made }) => {
    if (work?.error) throw LipslateError.fromData(work.error);
    return made ?? undefined;
  });
  const goes = GOES[as];
  const copy = goes ? await written(session, goes) : null;
  const alone = copy ? null : await soundAs(session, sound, as);
  const result = copy?.file ?? alone!.file;
  const measured = copy ? copy.measured : alone!.measured;
  const record: SoundRecord = {
    ok: true,
    chain,
    durationS: round(sound.durationS),
    speechS: round(sound.speechS),
    apartBy: sound.apartBy,
    humHz: sound.humHz,
    mended: sound.mended,
    gainDb: sound.gainDb === null ? null : round(sound.gainDb),
    holes: sound.holes && { ...sound.holes, filledS: round(sound.holes.filledS) },
    placed: sound.placed,
    bed: sound.bed && { ...sound.bed, gainDb: round(sound.bed.gainDb) },
    microphones: mixed?.microphones.map(rounded) ?? null,
    before: figuresRecord(sound.before.figures),
    after: figuresRecord(sound.after.figures),
    written: measured ? roundedLoudness(measured) : null,
    name: copy?.suggestedName ?? result.name,
    how: copy?.how ?? null,
    warnings: [
      ...(chain.place && !sound.placed ? [notPlacedWarning(sound.channels, mixed !== null)] : []),
      ...(sound.sidesFault ? [sidesSentence(sound.sidesFault, sound.apartBy !== null)] : []),
      ...(sound.endsEarly ? [earlyEndSentence(sound.endsEarly)] : []),
      ...(sound.missed ? [plain(missedSentence(sound.missed))] : []),
      ...pastWarning(measured, sound.ceilingDb),
      ...(copy?.warnings ?? []),
    ],
  };
  return { record, result };
}

/** Of a voice that is to be placed a check tells where its face is. */
async function speakers(file: File, { chain, track = 0, onProgress }: SoundWishes) {
  if (!chain?.place) return undefined;
  return speakersIn(file, track, (doneS, totalS) => onProgress?.('checking', doneS, totalS));
}

async function soundAs(
  session: SoundSession,
  { wav, stems }: PreparedSound,
  as: NonNullable<SoundWishes['as']>,
): Promise<EncodedFile> {
  if (as === 'copy' || as === 'copy-beside' || as === 'wav') return { file: wav, measured: null };
  if (as !== 'voice' && as !== 'rest') return encoded(session, as);
  if (!stems) throw new LipslateError('internal', 'no voice was set apart');
  return { file: stems[as], measured: null };
}

function written(session: SoundSession, goes: SoundGoes) {
  session.writeCopy(goes);
  return settled(session, ({ copy }) => {
    if (copy?.error) throw LipslateError.fromData(copy.error);
    return copy?.result ?? undefined;
  });
}

function encoded(session: SoundSession, format: SoundFormat): Promise<EncodedFile> {
  session.encode(format);
  return settled(session, ({ encoded }) => {
    if (encoded?.error) throw LipslateError.fromData(encoded.error);
    return encoded?.file ? { file: encoded.file, measured: encoded.measured } : undefined;
  });
}

function report({ work, copy, mixing }: SoundState, { onProgress }: SoundWishes): void {
  if (mixing?.status === 'working') onProgress?.('mixing', mixing.share, 1);
  else if (copy?.status === 'working') onProgress?.('writing', copy.share, 1);
  else if (work?.status === 'working')
    onProgress?.(work.progress.stage, work.progress.doneS, work.progress.totalS);
}

const round = (value: number, digits = 2) => Math.round(value * 10 ** digits) / 10 ** digits;

function pastWarning(measured: WrittenLoudness | null | undefined, ceilingDb: number | null): string[] {
  return measured && isPast(measured, ceilingDb) ? [plain(writtenSentence(measured, ceilingDb))] : [];
}

function roundedLoudness({ integratedLufs, truePeakDb }: WrittenLoudness): WrittenLoudness {
  const rounded = (value: number | null) => value && round(value);
  return { integratedLufs: rounded(integratedLufs), truePeakDb: rounded(truePeakDb) };
}

function rounded(each: MixedMicrophones['microphones'][number]) {
  return { ...each, durationS: round(each.durationS), lateS: round(each.lateS, 5) };
}
