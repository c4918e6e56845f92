/**
 * A strict reader of CMX 3600 lists, written from the format's description (columns of the event line, FCM, AUD, `*`
 * comments, Avid's `* LOC:`). It refuses what it does not know, timecodes that do not exist, and events that are not
 * as long on the record side as on the source side.
 */

export interface EdlEvent {
  number: number;
  reel: string;
  channels: string;
  /** Timecode as written. */
  source: [string, string];
  record: [string, string];
  sourceFrames: [number, number];
  recordFrames: [number, number];
  comments: string[];
}

export interface Edl {
  title: string;
  dropFrame: boolean;
  comments: string[];
  events: EdlEvent[];
}

const CODE = '(\\d\\d:\\d\\d:\\d\\d[:;]\\d\\d)';
const EVENT = new RegExp(
  `^(\\d{3})  (\\S{1,8}) +(V|A|A2|AA|B|AA/V) +C        ${CODE} ${CODE} ${CODE} ${CODE}$`,
);

/** @param base frames that timecode counts to, e.g. 24 for 23.976 */
export function parseEdl(text: string, base: number): Edl {
  const lines = text.split('\r\n');
  if (lines.pop() !== '') throw new Error('the last line does not end');
  const title = /^TITLE: (.{1,70})$/.exec(lines.shift() ?? '')?.[1];
  const mode = /^FCM: (NON-)?DROP FRAME$/.exec(lines.shift() ?? '');
  if (title === undefined || mode === null) throw new Error('no TITLE or FCM');
  const edl: Edl = { title, dropFrame: mode[1] === undefined, comments: [], events: [] };
  for (const line of lines) {
    const event = EVENT.exec(line);
    const last = edl.events.at(-1);
    if (event) edl.events.push(eventOf(event, edl, base));
    else if (/^\* \S/.test(line)) (last ?? edl).comments.push(line.slice(2));
    else if (!/^$|^AUD {2}(3|4|3 {2}4)$/.test(line)) throw new Error(`unknown line: ${line}`);
  }
  return edl;
}

function eventOf([, number, reel, channels, ...codes]: RegExpExecArray, edl: Edl, base: number): EdlEvent {
  if (Number(number) !== edl.events.length + 1) throw new Error(`event ${number} out of turn`);
  const frames = codes.map((code) => framesOf(code, base, edl.dropFrame)) as [number, number, number, number];
  const [a, b, c, d] = frames;
  if (b <= a || d - c !== b - a)
    throw new Error(`event ${number} is ${b - a} frames of source, ${d - c} of record`);
  return {
    number: Number(number),
    reel: reel!,
    channels: channels!,
    source: [codes[0]!, codes[1]!],
    record: [codes[2]!, codes[3]!],
    sourceFrames: [a, b],
    recordFrames: [c, d],
    comments: [],
  };
}

/** Counted the long way round, minute by minute, unlike the writer's formula. */
function framesOf(code: string, base: number, dropFrame: boolean): number {
  const [h, m, s, f] = code.split(/[:;]/).map(Number) as [number, number, number, number];
  if (m > 59 || s > 59 || f >= base || code.includes(';') !== dropFrame)
    throw new Error(`bad timecode ${code}`);
  const dropped = dropFrame ? base / 15 : 0;
  let frames = (h * 3600 + m * 60 + s) * base + f;
  for (let minute = 1; minute <= h * 60 + m; minute++) if (minute % 10 !== 0) frames -= dropped;
  if (dropFrame && s === 0 && m % 10 !== 0 && f < dropped) throw new Error(`dropped timecode ${code}`);
  return frames;
}
