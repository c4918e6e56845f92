/** Typed text as the guide voice can speak it: English, in the letters that it knows, cut into pieces. */
import { LipslateError } from '../errors';

/** Some ten minutes of speech. */
export const LONGEST_TEXT = 10_000;
/** Spoken at a time: some 25 s. The voice takes all of it as one sentence, however many there are. */
const LONGEST_PIECE = 400;
/** Letters that are no other letter with an accent. */
const SPELT: Record<string, string> = {
  ß: 'ss',
  æ: 'ae',
  Æ: 'Ae',
  œ: 'oe',
  Œ: 'Oe',
  ø: 'o',
  Ø: 'O',
  ł: 'l',
  Ł: 'L',
  đ: 'd',
  Đ: 'D',
  ð: 'd',
  Ð: 'D',
  þ: 'th',
  Þ: 'Th',
};
const NAMED: Record<string, string> = { '€': ' euros ', '£': ' pounds ', '°': ' degrees ', '×': ' times ' };

/** @throws LipslateError 'text-unspeakable', 'text-too-long' */
export function piecesToSpeak(text: string): string[] {
  if (text.length > LONGEST_TEXT) {
    const length = text.length.toLocaleString('en');
    throw new LipslateError(
      'text-too-long',
      undefined,
      `This text is too long: it has ${length} characters.`,
    );
  }
  const plain = inPlainLetters(text);
  const strange = /[^\P{L}A-Za-z]/u.exec(plain)?.[0];
  if (strange !== undefined)
    throw new LipslateError('text-unspeakable', undefined, `The guide voice cannot speak “${strange}”.`);
  if (!/[A-Za-z0-9]/.test(plain)) throw new LipslateError('text-unspeakable');
  return plain
    .replace(/[^\n\x20-\x7e]/g, ' ')
    .split(/\n+|(?<=[.!?]["')\]]{0,2})\s+(?=["'([]{0,2}[A-Z0-9])/)
    .map((sentence) => sentence.trim().replace(/\s+/g, ' '))
    .filter((sentence) => /[A-Za-z0-9]/.test(sentence))
    .reduce<string[]>(joined, [])
    .flatMap(cut);
}

/** Without accents, with straight quotes and plain dashes. */
function inPlainLetters(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/[‘’‚‛′]/g, "'")
    .replace(/[“”„‟″«»]/g, '"')
    .replace(/(?<=\d)[‒–](?=\d)/g, ' to ')
    .replace(/\s*[–—―]\s*/g, ', ')
    .replace(/[\u2010-\u2012\u2212]/g, '-')
    .replace(/\u2044/g, '/')
    .replace(/\r\n?|[\u2028\u2029]/g, '\n')
    .replace(/./gu, (letter) => SPELT[letter] ?? NAMED[letter] ?? letter);
}

/** Sentences stay together as far as they go into one piece: the voice knows what is no end, such as "Dr.". */
function joined(pieces: string[], sentence: string): string[] {
  const last = pieces.at(-1);
  if (last === undefined || last.length + 2 + sentence.length > LONGEST_PIECE) return [...pieces, sentence];
  const ended = /[.!?,;:]["')\]]*$/.test(last) ? last : `${last}.`;
  return [...pieces.slice(0, -1), `${ended} ${sentence}`];
}

/** At spaces; a word without end anywhere. */
function cut(piece: string): string[] {
  return piece.match(new RegExp(`\\S.{0,${LONGEST_PIECE - 2}}(?!\\S)|\\S{1,${LONGEST_PIECE}}`, 'g')) ?? [];
}
