/** The rooms' sessions, each used once and let go: `left` is what must be gone then (e2e/leaks.spec.ts). */
import { createCheckSession } from '../../src/engine/check-session';
import { createDubSession } from '../../src/engine/dub/session';
import { restLanes } from '../../src/engine/lanes';
import { createSoundSession } from '../../src/engine/sound/session';
import { settled } from '../../src/engine/store';

/** By what they are called in a failure. */
export const left: Record<string, WeakRef<object>> = {};

export async function useCheck(file: File): Promise<void> {
  const session = createCheckSession();
  session.add([file]);
  const job = await settled(session, ({ jobs: [job] }) => {
    if (job?.error) throw new Error(job.error.message);
    return job?.status === 'done' ? job : undefined;
  });
  keep('check session', session);
  keep('check state', session.get());
  keep('evidence', job.evidence!);
  session.dispose();
  restLanes();
}

/** Made of the whole speech by the built-in mouth. */
export async function useDub(face: File, speech: File): Promise<void> {
  const session = createDubSession('own');
  session.setFace(face);
  session.setSpeech(speech, 'file');
  await settled(session, (state) => {
    const error = state.face?.error ?? state.speech?.error;
    if (error) throw new Error(error.message);
    return state.face?.status === 'ready' && state.speech?.status === 'ready' ? true : undefined;
  });
  const picture = await session.pictureAt(0.4);
  keep('picture of a moment', picture!.frame);
  picture!.frame.close();
  session.render(null);
  const render = await settled(session, ({ render }) => {
    if (render?.error) throw new Error(render.error.message);
    return render?.status === 'done' ? render : undefined;
  });
  keep('dub session', session);
  keep('dub state', session.get());
  keep('dub render', render);
  session.dispose();
}

export async function useSound(file: File): Promise<void> {
  const session = createSoundSession({ isSeen: true });
  session.setFile(file);
  await settled(session, ({ source }) => (source?.status === 'ready' ? true : undefined));
  session.prepare();
  const made = await settled(session, ({ work, made }) => {
    if (work?.error) throw new Error(work.error.message);
    return made ?? undefined;
  });
  keep('sound session', session);
  keep('sound state', session.get());
  keep('prepared sound', made.sound);
  session.dispose();
}

function keep(name: string, object: object): void {
  left[name] = new WeakRef(object);
}
