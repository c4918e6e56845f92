/** CMX 3600 edit decision list: picture and sound as events, sound moved by whole frames, markers as comments. */
import { inUseSentence } from './correction-sentence';
import { type FrameRate, frameMs, oneHour, timecode } from './frame-rate';
import { remainderSentence } from './remainder';
import { nameOf, type ReportFacts, soundTrackOf } from './report-data';
import { ascii, decimal, plain } from './sanitize';
import { type TimelineMarker, timelineOf, type WholeFramePiece, wholeFramePieces } from './timeline';

const COLORS: Record<TimelineMarker['tone'], string> = {
  good: 'GREEN',
  warn: 'YELLOW',
  bad: 'RED',
  unsure: 'MAGENTA',
};
/** A title longer than this is cut off by readers. */
const TITLE_LENGTH = 70;

/**
 * Source timecode counts from 00:00:00:00 at the start of the file, record timecode from 01:00:00:00. What whole frames
 * cannot hold is told after each event.
 */
export function toEdl(facts: ReportFacts): string {
  const timeline = timelineOf(facts);
  const { rate, frames, markers } = timeline;
  const file = nameOf(facts.record.file);
  const picture = { startFrame: 0, endFrame: frames, sourceStartFrame: 0 };
  const { channels } = soundTrackOf(facts);
  const pieces = wholeFramePieces(timeline);
  const isDrift = timeline.stretches.some(({ slope }) => slope !== 0);
  const lines = [
    ...headLines(facts, rate),
    `* ${rate.den === 1 ? rate.num : `${rate.num}/${rate.den}`} FRAMES PER SECOND`,
    ...(rate.note === null ? [] : [`* ${ascii(rate.note)}`]),
    `* ${ascii(inUseSentence(facts))}`,
    ...(isDrift ? [driftWords(pieces, rate)] : []),
    '',
    eventLine(1, 'V', picture, rate),
    `* FROM CLIP NAME: ${plain(file)}`,
    ...markers.map((marker) => locator(marker, rate)),
    ...pieces.flatMap((piece, i) => [
      eventLine(i + 2, channels === 1 ? 'A' : 'AA', piece, rate),
      ...(channels > 2 ? [`AUD  ${channels === 3 ? '3' : '3  4'}`] : []),
      `* FROM CLIP NAME: ${plain(file)}`,
      ...(isDrift ? [] : [`* ${remainderSentence(piece.remainderMs).toUpperCase()}`]),
    ]),
  ];
  return `${lines.join('\r\n')}\r\n`;
}

/** Title and way of counting frames, as every list of this kind begins. */
export function headLines({ record }: ReportFacts, { dropFrame }: FrameRate): string[] {
  return [
    `TITLE: ${ascii(nameOf(record.file)).slice(0, TITLE_LENGTH)}`,
    `FCM: ${dropFrame ? 'DROP FRAME' : 'NON-DROP FRAME'}`,
  ];
}

function eventLine(
  number: number,
  channel: string,
  { startFrame, endFrame, sourceStartFrame }: Omit<WholeFramePiece, 'remainderMs'>,
  rate: FrameRate,
): string {
  const record = oneHour(rate);
  const codes = [
    sourceStartFrame,
    sourceStartFrame + endFrame - startFrame,
    record + startFrame,
    record + endFrame,
  ].map((frame) => timecode(frame, rate));
  return `${String(number).padStart(3, '0')}  AX       ${channel.padEnd(6)}C        ${codes.join(' ')}`;
}

function locator({ startFrame, name, note, tone }: TimelineMarker, rate: FrameRate): string {
  const at = timecode(oneHour(rate) + startFrame, rate);
  return `* LOC: ${at} ${COLORS[tone].padEnd(7)} ${ascii(name).toUpperCase()} (${ascii(note)})`;
}

function driftWords(pieces: readonly WholeFramePiece[], rate: FrameRate): string {
  const within = decimal(
    Math.max(frameMs(rate) / 2, ...pieces.map((piece) => Math.abs(piece.remainderMs))),
    1,
  );
  return `* THE DRIFT IS CUT INTO ${pieces.length} PIECES OF WHOLE FRAMES: WITHIN ${within} MS. A BAKED FIX NEEDS NO CUTS`;
}
