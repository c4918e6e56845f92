/** The Dub room: a face and new speech are given, mouths are drawn, looked at, exported and scored. */
import { type RefObject, useEffect, useRef, useState } from 'react';
import { isBusy, isExportable, isRendering } from '../engine/dub/busy';
import type { DubSession, DubState, RenderState } from '../engine/dub/types';
import type { ModelsStore } from '../engine/models-store';
import { storeForOffline } from '../engine/offline-parts';
import { useFreshModels } from '../engine/use-models';
import { useStore } from '../engine/use-store';
import { RoomIntro } from '../ui/RoomIntro';
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
import { useDropPlaces } from './useDropPlaces';
import { useExample } from './useExample';

export function DubRoom({ session, models }: { session: DubSession; models: ModelsStore }) {
  const state = useStore(session);
  const { face, render, kept } = state;
  const [wantedModel, setWantedModel] = useState<string | null>(null);
  const choice = modelChoice(useFreshModels(models).models, wantedModel);
  const title = useRef<HTMLHeadingElement>(null);
  const resultTitle = useRef<HTMLHeadingElement>(null);
  const busy = isBusy(state);

  const dropOn = useDropPlaces(session, busy);
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
        A face in a video or photo speaks what you record, type or choose. Everything is made on your device.
        The exported video says what it is, by a visible badge and a signed note inside the file.
      </RoomIntro>
      {!render && kept.length > 0 && <KeptDubs kept={kept} session={session} />}
      <div className={styles['row']}>
        <FaceCard state={state} session={session} busy={busy} example={example} {...dropOn('face')} />
        <div className={styles['side']}>
          <SpeechCard state={state} session={session} busy={busy} {...dropOn('speech')} />
          <SpeakersCard state={state} session={session} busy={busy} dropOn={dropOn} />
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
