import { describe, expect, it } from 'vitest';
import { LipslateError } from '../errors';
import { LONGEST_TEXT, piecesToSpeak } from './typed-text';

describe('typed text', () => {
  it.each([
    ['  Hello,   world ', 'Hello, world'],
    ['“Don’t,” said Zoë — and left', '"Don\'t," said Zoe, and left'],
    ['Straße, Łódź, œuvre', 'Strasse, Lodz, oeuvre'],
    ['pages 10–12, 5 € 🙂', 'pages 10 to 12, 5 euros'],
    ['A heading\n\nDr. Smith came.\r\nHe left', 'A heading. Dr. Smith came. He left'],
    ['***\n42', '42'],
  ])('%j is spoken as %j', (text, spoken) => {
    expect(piecesToSpeak(text)).toEqual([spoken]);
  });

  it('is cut between sentences, else between words, else anywhere, and loses no letter', () => {
    const sentence = 'The fox jumps over the dog and rests. ';
    const long = `${sentence.repeat(30)}${'word '.repeat(200)}\n${'x'.repeat(1000)}`;
    const pieces = piecesToSpeak(long);
    expect(Math.max(...pieces.map(({ length }) => length))).toBeLessThanOrEqual(400);
    expect(pieces[0]).toMatch(/^The fox .*rests\.$/);
    expect(lettersOf(pieces.join(' '))).toBe(lettersOf(long));
  });

  it.each([
    ['', 'text-unspeakable', 'There is nothing in this text that can be spoken.'],
    [' … 🙂 \n --', 'text-unspeakable', 'There is nothing in this text that can be spoken.'],
    ['Hello, мир', 'text-unspeakable', 'The guide voice cannot speak “м”.'],
    ['a'.repeat(LONGEST_TEXT + 1), 'text-too-long', 'This text is too long: it has 10,001 characters.'],
  ])('%.12j is told', (text, code, message) => {
    const told = (() => {
      try {
        return piecesToSpeak(text);
      } catch (cause) {
        return LipslateError.from(cause);
      }
    })();
    expect(told).toMatchObject({ code, message });
  });

  it('may be as long as said', () => {
    expect(piecesToSpeak('word '.repeat(LONGEST_TEXT / 5)).length).toBeGreaterThan(20);
  });
});

function lettersOf(text: string): string {
  return text.replace(/[^A-Za-z]/g, '');
}
