/** The Dub room: a face and new speech are given, mouths are drawn, looked at, exported and scored. */
import { type RefObject, useEffect, useRef, useState } from 'react';
import { isBusy, isExportable, isRendering } from '../engine/dub/busy';
import type { DubSession, DubState, RenderState } from '../engine/dub/types';
import type { ModelsStore } from '../engine/models-store';
import { storeForOffline } from '../engine/offline-parts';
import { useFreshModels } from '../engine/use-models';
import { useStore } from '../engine/use-store';
import { RoomIntro } from '../ui/RoomIntro';
import { useIncoming } from '../ui/useFileDrop';
import { useKeptFocus } from '../ui/useKeptFocus';
import { Announcer } from './Announcer';
import { modelChoice } from './copy';
import styles from './DubRoom.module.css';
import { EngineCard } from './EngineCard';
import { ExportCard } from './ExportCard';
import { FaceCard } from './FaceCard';
import { GoCard } from './GoCard';
import { KeptDubs } from './KeptDubs';
import { OptionsCard } from './OptionsCard';
import { Player } from './player/Player';
import { RenderCard } from './RenderCard';
import { ScoreCard } from './ScoreCard';
import { SpeakersCard } from './SpeakersCard';
import { SpeechCard } from './SpeechCard';
import { useExample } from './useExample';

type Side = 'face' | 'speech';

export function DubRoom({ session, models }: { session: DubSession; models: ModelsStore }) {
  const state = useStore(session);
  const { face, render, kept } = state;
  const [wantedModel, setWantedModel] = useState<string | null>(null);
  const choice = modelChoice(useFreshModels(models).models, wantedModel);
  const title = useRef<HTMLHeadingElement>(null);
  const resultTitle = useRef<HTMLHeadingElement>(null);
  const busy = isBusy(state);

  const dropOn = useDropSides(session, busy);
  useEffect(() => {
    document.title = 'Dub – Lipslate';
  }, []);
  useEffect(() => session.lookForKept(), [session]);
  useEffect(() => storeForOffline('dub'), []);
  useKeptFocus(render ? resultTitle : title, state);
  useShownResult(resultTitle, render?.id ?? null);
  const modelId = choice.state === 'ready' ? choice.model.id : null;
  const example = useExample(session, state);
  return (
    <div className={styles['dub']}>
      <RoomIntro title="Give a face new words" titleRef={title}>
        A video or a photo speaks what you record or choose, made here on your device. What you export says
        what it is: a visible badge and a signed note inside the file.
      </RoomIntro>
      {!render && kept.length > 0 && <KeptDubs kept={kept} session={session} />}
      <div className={styles['row']}>
        <FaceCard state={state} session={session} busy={busy} example={example} {...dropOn('face')} />
        <div className={styles['side']}>
          <SpeechCard state={state} session={session} busy={busy} {...dropOn('speech')} />
          <SpeakersCard state={state} session={session} busy={busy} />
          <EngineCard
            engine={state.options.engine}
            face={face}
            choice={choice}
            session={session}
            busy={busy}
            onModel={setWantedModel}
          />
          <OptionsCard state={state} session={session} busy={busy} />
          <GoCard
            state={state}
            session={session}
            choice={choice}
            stale={session.isStale(modelId)}
            busy={busy}
          />
        </div>
      </div>
      {render && <Result state={state} render={render} session={session} title={resultTitle} />}
      <Announcer state={state} />
    </div>
  );
}

interface ResultProps {
  state: DubState;
  render: RenderState;
  session: DubSession;
  title: RefObject<HTMLHeadingElement | null>;
}

function Result({ state, render, session, title }: ResultProps) {
  const { exporting, choices, score } = state;
  return (
    <section className={styles['result']} aria-labelledby="dub-result-title">
      <h2 id="dub-result-title" ref={title} tabIndex={-1}>
        The dubbed video
      </h2>
      <div className={styles['row']}>
        <Player key={render.id} render={render} badge={choices.badge} />
        <div className={styles['side']}>
          <RenderCard state={state} render={render} session={session} />
          {isExportable(render) && !isRendering(render) && (
            <ExportCard render={render} exporting={exporting} choices={choices} session={session} />
          )}
        </div>
      </div>
      {score && <ScoreCard score={score} session={session} />}
    </section>
  );
}

/**
 * Takes files dropped anywhere or pasted: what is dropped alone on a card is for that card.
 * @returns what makes a card a place to drop on
 */
function useDropSides(session: DubSession, busy: boolean) {
  const [over, setOver] = useState<Side | null>(null);
  const dragging = useIncoming((files) => {
    if (busy) return;
    for (const file of files.slice(0, 2)) {
      const side = files.length === 1 && over ? over : sideOf(file, session.get().face !== null);
      if (side === 'face') session.setFace(file);
      else session.setSpeech(file, 'file');
    }
    setOver(null);
  });
  return (side: Side) => ({
    'data-drop': dragging && !busy ? (over === side ? 'here' : 'possible') : undefined,
    onDragEnter: () => setOver(side),
  });
}

/** A new result is scrolled to and takes the focus. */
function useShownResult(title: RefObject<HTMLHeadingElement | null>, renderId: string | null): void {
  const seen = useRef(renderId);
  useEffect(() => {
    if (seen.current === renderId) return;
    seen.current = renderId;
    const calm = matchMedia('(prefers-reduced-motion: reduce)').matches;
    title.current?.focus({ preventScroll: true });
    title.current?.scrollIntoView({ block: 'start', behavior: calm ? 'auto' : 'smooth' });
  }, [renderId, title]);
}

/** Sound is the speech, a photo is the face; a video is what is still missing. */
function sideOf(file: File, hasFace: boolean): Side {
  if (file.type.startsWith('audio/')) return 'speech';
  if (file.type.startsWith('image/')) return 'face';
  return hasFace ? 'speech' : 'face';
}
