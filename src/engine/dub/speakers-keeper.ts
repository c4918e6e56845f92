/** Keeps the further speakers' side of the state: their faces, their speeches, and where these begin. */
import type { Store } from '../store';
import { isBusy } from './busy';
import type { DubPipeline } from './dub-pipeline';
import { meantBy, type Person, type Pick, pickOf } from './people';
import { peopleOfSpeaker } from './speakers';
import { SpeechKeeper } from './speech';
import { partOf, seenIn } from './stretch';
import type { DubState, Speaker, Speakers, SpeechState } from './types';
import { whoIsThere } from './who';

export class SpeakersKeeper implements Speakers {
  readonly #pipeline: DubPipeline;
  readonly #store: Store<DubState>;
  readonly #onChange: () => void;
  readonly #speeches = new Map<string, SpeechKeeper>();

  /** @param onChange called when who says the first speech, or how long it all is, may be different */
  constructor(pipeline: DubPipeline, store: Store<DubState>, onChange: () => void) {
    this.#pipeline = pipeline;
    this.#store = store;
    this.#onChange = onChange;
  }

  add(): string | null {
    if (this.#busy) return null;
    const id = crypto.randomUUID();
    const { people = [], chosen = [] } = this.#store.get().face ?? {};
    const part = partOf(this.#store.get());
    const { apart } = this.#store.get();
    const others = this.#all.flatMap((speaker) => peopleOfSpeaker(people, speaker));
    const groups = whoIsThere(people, apart).filter(
      (group) => seenIn(group, part).length > 0 && !group.some((person) => others.includes(person)),
    );
    const isFirst = (person: Person) => chosen.includes(person);
    // Who is alone in a shot says the first speech there by default, also where somebody else says it in the others.
    const free =
      groups.find((group) => !group.some(isFirst)) ?? groups.find((group) => !group.every(isFirst));
    const picks = free ? [pickOf(free[0]!, apart)] : [];
    this.#change([...this.#all, { id, speech: null, picks, startS: null }]);
    return id;
  }

  remove(id: string): void {
    if (this.#busy) return;
    this.#speeches.get(id)?.dispose();
    this.#speeches.delete(id);
    this.#change(this.#all.filter((speaker) => speaker.id !== id));
  }

  setSpeech(id: string, file: File, made: SpeechState['made']): void {
    if (!this.#busy) void this.#speechOf(id).read(file, made);
  }

  setTrack(id: string, track: number): void {
    const speech = this.#speaker(id)?.speech;
    if (speech && !this.#busy) void this.#speechOf(id).read(speech.file, speech.made, track);
  }

  cancelSpeech(id: string): void {
    if (!this.#busy) this.#speechOf(id).cancel();
  }

  retrySpeech(id: string): void {
    const speech = this.#speaker(id)?.speech;
    if (speech && !this.#busy) void this.#speechOf(id).read(speech.file, speech.made, speech.track);
  }

  setFace(id: string, pick: Pick, isTheirs: boolean): void {
    const without = this.#without(pick);
    this.#change(
      without.map((speaker) =>
        speaker.id === id && isTheirs ? { ...speaker, picks: [...speaker.picks, pick] } : speaker,
      ),
    );
  }

  setStart(id: string, startS: number | null): void {
    this.#change(this.#all.map((speaker) => (speaker.id === id ? { ...speaker, startS } : speaker)));
  }

  /** The face around this point is nobody's of theirs. */
  release(pick: Pick): void {
    if (this.#all.length > 0) this.#change(this.#without(pick));
  }

  /** Those of another video mean nothing. */
  forgetFaces(): void {
    this.#store.set({ speakers: this.#all.map((speaker) => ({ ...speaker, picks: [] })) });
  }

  dispose(): void {
    for (const speech of this.#speeches.values()) speech.dispose();
  }

  #without(pick: Pick): Speaker[] {
    const people = this.#store.get().face?.people ?? [];
    const gone = new Set(meantBy(people, pick));
    // Of somebody who was picked in every shot the other shots stay.
    const kept = (own: Pick) => {
      const meant = meantBy(people, own);
      if (!meant.some((person) => gone.has(person))) return [own];
      return meant.filter((person) => !gone.has(person)).map((person) => pickOf(person, true));
    };
    return this.#all.map((speaker) => ({ ...speaker, picks: speaker.picks.flatMap(kept) }));
  }

  #speechOf(id: string): SpeechKeeper {
    const known = this.#speeches.get(id);
    if (known) return known;
    const speech = new SpeechKeeper(
      this.#pipeline,
      () => this.#speaker(id)?.speech ?? null,
      (speech) =>
        this.#store.set({
          speakers: this.#all.map((speaker) => (speaker.id === id ? { ...speaker, speech } : speaker)),
        }),
      this.#onChange,
    );
    this.#speeches.set(id, speech);
    return speech;
  }

  #speaker(id: string): Speaker | undefined {
    return this.#all.find((speaker) => speaker.id === id);
  }

  #change(speakers: readonly Speaker[]): void {
    if (this.#busy) return;
    this.#store.set({ speakers });
    this.#onChange();
  }

  get #all(): readonly Speaker[] {
    return this.#store.get().speakers;
  }

  get #busy(): boolean {
    return isBusy(this.#store.get());
  }
}
