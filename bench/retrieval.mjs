/** Dubbing by retrieval, as a baseline: what is shown is what the speaker's lips did when something like it was said. */
import { analyser } from './features.mjs';

/** Of the sync network. */
const EMBEDDING_STEP_S = 0.02;

/** For every step of the new speech, the step of the footage whose lips the sync network finds likest to it. */
export async function retrieved(core, own, speech, stepS) {
  const { lipslateInNode } = await core.load('core/sync/testing/lipslate-network.ts');
  const { embedLips, embedSound } = await core.load('core/sync/lipslate-embed.ts');
  const network = await lipslateInNode();
  const fineOf = async ({ soundStartS, samples }) => (await analyser(core, soundStartS, samples)).fine();
  const sound = await embedSound(network, await fineOf(speech));
  const ownFine = await fineOf(own);
  const lips = await embedLips(network, own.track, ownFine.startS);
  const { size } = sound;
  const steps = [...lips.known.keys()].filter((step) => lips.known[step] > 0);
  return speech.opening.map((_, i) => {
    const at = Math.round((i * stepS - sound.startS) / EMBEDDING_STEP_S);
    if (at < sound.from || at >= sound.to) return -1;
    let best = { step: 0, likeness: Number.NEGATIVE_INFINITY };
    for (const step of steps) {
      let likeness = 0;
      for (let k = 0; k < size; k++) likeness += lips.values[step * size + k] * sound.values[at * size + k];
      if (likeness > best.likeness) best = { step, likeness };
    }
    return Math.round((ownFine.startS + (lips.first + best.step) * EMBEDDING_STEP_S) / stepS);
  });
}
