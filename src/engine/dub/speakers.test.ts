import { describe, expect, it } from 'vitest';
import { type PersonSeen, type Pick, peopleOf, pickOf } from './people';
import { costWords, DEFAULT_OPTIONS, fitOf, misfitOf, recipeKey } from './recipe';
import {
  beginS,
  beginsTooLate,
  firstPeople,
  missingOfSpeakers,
  noFurtherFace,
  peopleOfSpeaker,
  saidUntilS,
  severalKey,
  severalOf,
} from './speakers';
import { seenIn } from './stretch';
import type { DubState, Speaker, SpeechState } from './types';

/** A face standing still, seen ten times a second. */
function seen(id: number, startS: number, endS: number, x: number): PersonSeen {
  const count = Math.round((endS - startS) * 10) + 1;
  return {
    id,
    timesS: Float64Array.from({ length: count }, (_, i) => startS + i / 10),
    boxes: Float32Array.from({ length: 4 * count }, (_, i) => [x, 0.4, 0.2, 0.2][i % 4]!),
    outlines: new Float32Array(86 * count),
    lowerFaces: new Float32Array(140 * count),
    lips: new Float32Array(92 * count),
    quality: new Float32Array(count).fill(1),
  };
}

/** Two in the first shot, a third one alone in the second. */
const PEOPLE = peopleOf([seen(1, 0, 4, 0.1), seen(2, 0.4, 4, 0.7), seen(3, 4.1, 8, 0.4)], [4.1]);
const [LEFT, RIGHT, LATER] = PEOPLE.map((person) => pickOf(person)) as [Pick, Pick, Pick];

const said = (name: string, durationS: number): SpeechState =>
  ({
    id: name,
    file: new File([], `${name}.wav`),
    track: 0,
    status: 'ready',
    info: null,
    heard: { durationS, speechS: durationS, pauses: [] },
  }) as unknown as SpeechState;

const speaker = (
  picks: Speaker['picks'],
  speech: SpeechState | null,
  startS: number | null = null,
): Speaker => ({
  id: speech?.id ?? 'mute',
  speech,
  picks,
  startS,
});

function state(speakers: Speaker[], more: Partial<DubState> = {}): DubState {
  const face = {
    status: 'ready',
    people: PEOPLE,
    picks: [],
    chosen: firstPeople(PEOPLE, [], speakers),
    timesS: Float64Array.of(0, 0.04),
    info: { durationS: 8, still: false, video: { startS: 0 } },
  } as unknown as DubState['face'];
  return {
    face,
    speech: said('first', 3),
    speakers,
    options: DEFAULT_OPTIONS,
    fit: false,
    part: null,
    ...more,
  } as DubState;
}

const ids = (people: readonly { id: number }[]) => people.map(({ id }) => id);

describe('several speakers', () => {
  it('have their own faces, and the first speech is for who is left, one at a time', () => {
    const other = speaker([LEFT], said('second', 2));
    expect(ids(peopleOfSpeaker(PEOPLE, other))).toEqual([1]);
    expect(ids(firstPeople(PEOPLE, [], [other]))).toEqual([2, 3]);
    expect(ids(firstPeople(PEOPLE, [LEFT], [other]))).toEqual([2, 3]);
    expect(ids(firstPeople(PEOPLE, [LEFT], []))).toEqual([1, 3]);
  });

  it('begin where their face comes into view, at the start if that is soon, or where they are told to', () => {
    expect(beginS(state([]), speaker([RIGHT], said('b', 2)))).toBe(0);
    expect(beginS(state([]), speaker([LATER], said('b', 2)))).toBeCloseTo(4.1, 6);
    expect(beginS(state([]), speaker([LATER], said('b', 2), 1.5))).toBe(1.5);
    const part = { startS: 2, endS: 7 };
    expect(beginS(state([], { part }), speaker([LATER], said('b', 2)))).toBeCloseTo(2.1, 6);
    expect(beginS(state([], { part }), speaker([RIGHT], said('b', 2)))).toBe(0);
  });

  it('are looked for in the stretch alone, not in the seconds before it', () => {
    const part = { startS: 5, endS: 8 };
    expect(ids(seenIn(PEOPLE, part))).toEqual([3]);
    expect(ids(seenIn(PEOPLE, { startS: 3, endS: 4.05 }))).toEqual([1, 2]);
    expect(ids(seenIn(PEOPLE, null))).toEqual([1, 2, 3]);
    const both = speaker([RIGHT, LATER], said('b', 1));
    // Who is in sight at the end of one track and lost until the next begins comes into view with that.
    const lost = peopleOf([seen(1, 0, 4, 0.1), seen(2, 5.5, 8, 0.1)], []);
    expect(lost).toHaveLength(1);
    const gone = state([speaker([pickOf(lost[0]!)], said('b', 1))], { part: { startS: 4.2, endS: 5 } });
    const face = { ...gone.face!, people: lost };
    expect(missingOfSpeakers({ ...gone, face })).toBe('Speaker 2 has no face in this part.');
    const later = { ...gone, face, part: { startS: 4.2, endS: 8 } };
    expect(missingOfSpeakers(later)).toBeNull();
    expect(beginS(later, later.speakers[0]!)).toBeCloseTo(1.3, 6);

    expect(missingOfSpeakers(state([speaker([RIGHT], said('b', 1))], { part }))).toBe(
      'Speaker 2 has no face in this part.',
    );
    expect(missingOfSpeakers(state([both], { part }))).toBeNull();
    // Those before the stretch cannot say the first speech.
    expect(misfitOf(state([both], { part }))?.message).toBe('No face is left for the first speech.');
    // A photo has no stretch.
    const photo = state([speaker([RIGHT], said('b', 1))], { part });
    const still = { ...photo.face!, info: { ...photo.face!.info!, still: true } };
    expect(missingOfSpeakers({ ...photo, face: still })).toBeNull();
  });

  it('are as many as there are faces in the stretch, by shots where that gives one more', () => {
    const people = PEOPLE.map((person) => {
      if (person.id === 1) return person;
      return { ...person, who: 2, nth: person.id - 1 };
    });
    const known = (speakers: Speaker[], more: Partial<DubState> = {}) => {
      const made = state(speakers, more);
      return noFurtherFace({ ...made, face: { ...made.face!, people } });
    };
    const inEveryShot = 'Chosen in every shot by itself, the same one can say several speeches.';
    const one = [speaker([RIGHT], said('b', 1))];
    expect(known([])).toBeNull();
    expect(known(one)).toBe(`No further face was found. ${inEveryShot}`);
    expect(known(one, { apart: true })).toBeNull();
    const two = [...one, speaker([LATER], said('c', 1))];
    expect(known(two, { apart: true })).toBe('No further face was found.');
    // Who is known again outside of the stretch is no way out in it.
    const [first, second, both] = [
      { startS: 0, endS: 3 },
      { startS: 5, endS: 8 },
      { startS: 3, endS: 6 },
    ];
    expect(known(one, { part: first })).toBe('No further face was found in this part of the video.');
    expect(known([], { part: second })).toBe('No second face was found in this part of the video.');
    expect(known(one, { part: both })).toBe(
      `No further face was found in this part of the video. ${inEveryShot}`,
    );
    expect(noFurtherFace(state([]))).toBeNull();
  });

  it('who come into view with the same picture are not taken for each other', () => {
    const people = peopleOf([seen(1, 0, 4, 0.1), seen(2, 0, 4, 0.7)], []);
    const keyOf = (chosen: number, other: number | null) => {
      const made = state(other === null ? [] : [speaker([pickOf(people[other]!)], said('b', 2))]);
      return recipeKey({ ...made, face: { ...made.face!, people, chosen: [people[chosen]!] } }, null);
    };
    expect(keyOf(0, null)).not.toBe(keyOf(1, null));
    expect(keyOf(0, 1)).not.toBe(keyOf(1, 0));
    expect(keyOf(0, 1)).toBe(keyOf(0, 1));
  });

  it('do not begin after ten minutes of silence', () => {
    const late = 'more than ten minutes after the last word before it.';
    const at = (startS: number, durationS = 2) => speaker([RIGHT], said(`b${startS}`, durationS), startS);
    // The first speech takes 3 s.
    expect(missingOfSpeakers(state([at(603)]))).toBeNull();
    expect(missingOfSpeakers(state([at(604)]))).toBe(`Speaker 2 begins ${late}`);
    const chain = [at(1100), { ...at(500, 10), picks: [LEFT] }];
    expect(missingOfSpeakers(state(chain))).toBeNull();
    expect(missingOfSpeakers(state([at(1111), chain[1]!]))).toBe(`Speaker 2 begins ${late}`);
    // None of two has the other to wait for.
    const both = state([at(360_000), { ...at(360_000), picks: [LEFT] }]);
    expect(both.speakers.map((one) => beginsTooLate(both, one))).toEqual([true, true]);
    // Nothing to compare with yet.
    expect(beginsTooLate(state([at(7200)], { speech: null }), at(7200))).toBe(false);
  });

  it('cost what all of them take together, whether the first is fitted or not', () => {
    const long = [speaker([RIGHT], said('b', 600), 5)];
    expect(costWords(state([]))).toBeNull();
    expect(costWords(state(long))).toContain('All speeches together take 10');
    expect(costWords(state(long, { fit: true }))).toContain('All speeches together');
    expect(costWords(state(long, { part: { startS: 0, endS: 8 } }))).toBeNull();
    const one = { speech: said('first', 700) };
    expect(costWords(state([], one))).toContain('of speech, and all of it is used');
    expect(costWords(state([], { ...one, fit: true }))).toBeNull();
  });

  it('are heard as long as the last of them speaks, or as the stretch lasts', () => {
    const speakers = [speaker([RIGHT], said('second', 2), 2.5), speaker([LATER], said('third', 2))];
    expect(saidUntilS(state(speakers))).toBeCloseTo(6.1, 6);
    const several = severalOf(state(speakers))!;
    expect(several.untilS).toBeCloseTo(6.1, 6);
    expect(several.voices.map(({ id, startS }) => [id, Math.round(10 * startS) / 10])).toEqual([
      ['first', 0],
      ['second', 2.5],
      ['third', 4.1],
    ]);
    expect(severalOf(state(speakers, { part: { startS: 0, endS: 7 } }))!.untilS).toBe(7);
    expect(severalOf(state([]))).toBeNull();
    expect(severalKey(state(speakers))).not.toEqual(severalKey(state([speakers[0]!])));
  });

  it('are told what is missing, and why they cannot be dubbed together', () => {
    expect(missingOfSpeakers(state([speaker([], said('b', 2))]))).toBe('Speaker 2 has no face yet.');
    expect(missingOfSpeakers(state([speaker([RIGHT], said('b', 2)), speaker([LATER], null)]))).toBe(
      'The speech of speaker 3 is still needed.',
    );
    const ready = [speaker([RIGHT], said('b', 2))];
    expect(missingOfSpeakers(state(ready))).toBeNull();
    expect(misfitOf(state(ready))).toBeNull();
    const wav2lip = state(ready, { options: { ...DEFAULT_OPTIONS, engine: 'wav2lip' } });
    expect(misfitOf(wav2lip)).toBeNull();
    const all = state([speaker([LEFT, RIGHT, LATER], said('b', 2))]);
    expect(misfitOf(all)?.message).toBe('No face is left for the first speech.');
    expect(
      misfitOf(state([speaker([RIGHT], said('b', 2), 1)], { part: { startS: 0, endS: 2.5 } })),
    ).toMatchObject({
      code: 'speech-too-long',
    });
    const late = state([speaker([RIGHT], said('b', 1), 9)], { part: { startS: 0, endS: 4 } });
    expect(misfitOf(late)?.message).toBe('Speaker 2 begins after the end of this part.');
  });

  it('are not fitted to the picture, each by itself', () => {
    expect(fitOf(state([], { fit: true }))).not.toBeNull();
    expect(fitOf(state([speaker([RIGHT], said('b', 2))], { fit: true }))).toBeNull();
  });
});
