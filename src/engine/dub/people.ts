/** Which tracks are one person, who of them speaks, and where everybody is at a moment. */
import { type Box, boxAt, centreDistance } from '../../../core/lips/geometry';

/** What is needed of a FaceTrack. */
export interface PersonSeen {
  id: number;
  timesS: Float64Array;
  /** Float32Array [T, 4], relative to the displayed picture */
  boxes: Float32Array;
  /** As those of FaceTrack. */
  outlines: Float32Array;
  lowerFaces: Float32Array;
  lips: Float32Array;
  quality: Float32Array;
}

/** One face through one shot, though the tracker may have lost it now and then. */
export interface Person {
  /** From 1, by first appearance. */
  id: number;
  /** Whose face it is: the same number in every shot in which they are known again. From 1, by first appearance. */
  who: number;
  /** Which of their appearances, from 1; null where there is no other. */
  nth: number | null;
  /** In order of time. */
  tracks: readonly PersonSeen[];
  startS: number;
  endS: number;
}

/** A face that the visitor chose: the one around this point at this time. It outlives new numbering of the tracks. */
export interface Pick {
  timeS: number;
  /** 0..1 of the displayed picture. */
  x: number;
  y: number;
  /** This appearance only, not that person in every shot. */
  alone?: true;
}

export interface Sighted {
  person: Person;
  box: Box;
}

/** A face that was lost for longer than this counts as a new one. */
const LONGEST_GAP_S = 2;
/** Centres within so many face sizes, widths within this ratio: the same face found again. */
const NEAR = 0.6;
const SIZE_RATIO = 1.6;
/** A face is drawn this long after it was last seen, so that boxes do not flicker. */
const HOLD_S = 0.15;

/** Joins tracks of one shot that continue each other. @param cutsS first pictures of new shots */
export function peopleOf(tracks: readonly PersonSeen[], cutsS: ArrayLike<number>): Person[] {
  const chains: PersonSeen[][] = [];
  const ordered = tracks
    .filter(({ timesS }) => timesS.length > 0)
    .toSorted((a, b) => startOf(a) - startOf(b) || a.id - b.id);
  for (const track of ordered) {
    const before = chains.filter((chain) => continues(chain.at(-1)!, track, cutsS));
    const distance = (chain: PersonSeen[]) => centreDistance(lastBox(chain.at(-1)!), boxAt(track.boxes, 0));
    const nearest = before.toSorted((a, b) => distance(a) - distance(b))[0];
    if (nearest) nearest.push(track);
    else chains.push([track]);
  }
  return chains.map((chain, index) => ({
    id: index + 1,
    who: index + 1,
    nth: null,
    tracks: chain,
    startS: startOf(chain[0]!),
    endS: endOf(chain.at(-1)!),
  }));
}

/**
 * Who speaks. At every time one face at most: those that were picked, the latest first; then, wherever they leave
 * room, whoever is the biggest and most central over all their appearances.
 */
export function chosenPeople(people: readonly Person[], picks: readonly Pick[]): Person[] {
  const picked = picks.toReversed().flatMap((pick) => meantBy(people, pick));
  const size = new Map<number, number>();
  for (const person of people) size.set(person.who, (size.get(person.who) ?? 0) + prominence(person));
  const ranked = people.toSorted((a, b) => size.get(b.who)! - size.get(a.who)!);
  const chosen: Person[] = [];
  for (const person of [...picked, ...ranked]) {
    if (!chosen.some((other) => meet(other, person))) chosen.push(person);
  }
  return chosen.toSorted((a, b) => a.startS - b.startS);
}

/** Everybody in sight, from left to right. */
export function peopleAt(people: readonly Person[], timeS: number): Sighted[] {
  const sighted: Sighted[] = [];
  for (const person of people) {
    if (timeS < person.startS - HOLD_S || timeS > person.endS + HOLD_S) continue;
    const box = boxAtTime(person, timeS);
    if (box) sighted.push({ person, box });
  }
  return sighted.toSorted((a, b) => centreX(a) - centreX(b));
}

/** `left`, `middle`, `right` of those in sight at one moment; null for one alone. */
export function placeWord(sighted: readonly Sighted[], index: number): string | null {
  if (sighted.length < 2) return null;
  if (sighted.length === 2) return index === 0 ? 'left' : 'right';
  if (index === 0) return 'left';
  if (index === sighted.length - 1) return 'right';
  return sighted.length === 3 ? 'middle' : `number ${index + 1} from the left`;
}

/** True when at some moment two faces are in sight, so that there is something to choose. */
export function mustChoose(people: readonly Person[]): boolean {
  return people.some((person, i) => people.slice(i + 1).some((other) => meet(person, other)));
}

/** The middle of a face, about half-way through its time in sight. @param alone this appearance only */
export function pickOf({ tracks }: Person, alone = false): Pick {
  const track = tracks[tracks.length >> 1]!;
  const row = track.timesS.length >> 1;
  const { x, y, width, height } = boxAt(track.boxes, row);
  const pick = { timeS: track.timesS[row]!, x: x + width / 2, y: y + height / 2 };
  return alone ? { ...pick, alone } : pick;
}

/** The face around a point at a time. */
export function personAt(people: readonly Person[], { timeS, x, y }: Pick): Person | null {
  const around = peopleAt(people, timeS).filter(
    ({ box }) => x >= box.x && x <= box.x + box.width && y >= box.y && y <= box.y + box.height,
  );
  const distance = ({ box }: Sighted) => Math.hypot(box.x + box.width / 2 - x, box.y + box.height / 2 - y);
  return around.toSorted((a, b) => distance(a) - distance(b))[0]?.person ?? null;
}

/** All appearances of somebody that were picked with one of them. */
export function meantBy(people: readonly Person[], pick: Pick): Person[] {
  const person = personAt(people, pick);
  if (!person || pick.alone) return person ? [person] : [];
  return [person, ...people.filter((other) => other.who === person.who && other !== person)];
}

/** Seconds in sight, weighted by size and by nearness to the middle. */
function prominence({ tracks }: Person): number {
  let sum = 0;
  for (const track of tracks) {
    for (let i = 0; i < track.timesS.length; i++) {
      const { x, y, width, height } = boxAt(track.boxes, i);
      const away = Math.hypot(x + width / 2 - 0.5, y + height / 2 - 0.5);
      sum += Math.sqrt(width * height) * (1 - Math.min(0.7, away));
    }
  }
  return sum;
}

/** Whether both are in sight at some time. */
export function meet(a: Person, b: Person): boolean {
  if (a === b) return true;
  return a.tracks.some((one) =>
    b.tracks.some((other) => startOf(one) <= endOf(other) && startOf(other) <= endOf(one)),
  );
}

function continues(before: PersonSeen, after: PersonSeen, cutsS: ArrayLike<number>): boolean {
  const endS = endOf(before);
  const startS = startOf(after);
  if (startS <= endS || startS - endS > LONGEST_GAP_S) return false;
  for (let i = 0; i < cutsS.length; i++) if (cutsS[i]! > endS && cutsS[i]! <= startS) return false;
  const [last, first] = [lastBox(before), boxAt(after.boxes, 0)];
  const ratio = Math.max(last.width / first.width, first.width / last.width);
  return ratio < SIZE_RATIO && centreDistance(last, first) < NEAR;
}

/** The last box seen by then, or the first one soon after. */
function boxAtTime({ tracks }: Person, timeS: number): Box | null {
  for (const track of tracks) {
    if (timeS < startOf(track) - HOLD_S || timeS > endOf(track) + HOLD_S) continue;
    const after = track.timesS.findIndex((time) => time > timeS);
    const row = after < 0 ? track.timesS.length - 1 : Math.max(0, after - 1);
    // Inside a gap of the track the position of the face is unknown.
    if (Math.abs(track.timesS[row]! - timeS) <= HOLD_S) return boxAt(track.boxes, row);
  }
  return null;
}

const lastBox = (track: PersonSeen) => boxAt(track.boxes, track.timesS.length - 1);
const startOf = ({ timesS }: PersonSeen) => timesS[0]!;
const endOf = ({ timesS }: PersonSeen) => timesS[timesS.length - 1]!;
const centreX = ({ box }: Sighted) => box.x + box.width / 2;
