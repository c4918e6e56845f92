/** The work on the mouths: how far, how fast, on what; then what came of it. */
import { countWords } from '../../core/report/format';
import type { DubRuntime } from '../../workers/dub/contract';
import { Icon } from '../ui/Icon';
import { madeWords, paceWords } from './copy';
import { DubProblem } from './DubProblem';
import type { DubSession, DubState, RenderState } from './session/types';

interface RenderCardProps {
  state: DubState;
  render: RenderState;
  session: DubSession;
}

export const STEP_LABELS: Record<RenderState['step'], string> = {
  model: 'Loading the model',
  planning: 'Matching pictures and speech',
  drawing: 'Drawing the mouths',
  finishing: 'Finishing the preview',
};

export function RenderCard({ state, render, session }: RenderCardProps) {
  const { status } = render;
  const working = status === 'working' || status === 'stopping';
  return (
    <section className="card dub-card" aria-labelledby="render-title">
      {working ? <Working render={render} session={session} /> : <Made render={render} session={session} />}
      {render.runtime && <p className="muted small">{runtimeWords(render.runtime)}</p>}
      {!working && render.made > 0 && <BlendNote state={state} render={render} session={session} />}
    </section>
  );
}

function Working({ render, session }: { render: RenderState; session: DubSession }) {
  const { status, step, plan, made } = render;
  const label = status === 'stopping' ? 'Stopping' : STEP_LABELS[step];
  return (
    <>
      <h3 id="render-title" className="headline dub-headline">
        {label}…
      </h3>
      <div className="stage-progress">
        <progress
          aria-label={label}
          max={1}
          {...(plan && plan.pictures > 0 ? { value: made / plan.pictures } : {})}
        />
        <p className="muted small figures">
          <span>{plan ? `${made} of ${countWords(plan.pictures, 'picture')}` : 'In a moment'}</span>
          <span>{paceWords(render)}</span>
        </p>
      </div>
      {plan && plan.dubbed < plan.pictures && (
        <p className="muted small">{untouchedWords(plan.pictures - plan.dubbed)}</p>
      )}
      <p>
        <button
          type="button"
          className="button"
          disabled={status === 'stopping'}
          onClick={() => session.stop()}
        >
          <Icon name="close" />
          Cancel
          <span className="visually-hidden"> dubbing</span>
        </button>
      </p>
      {made > 0 && <p className="muted small">What is made by then stays.</p>}
    </>
  );
}

function Made({ render, session }: { render: RenderState; session: DubSession }) {
  const { status, made, error, plan } = render;
  const retry = () => session.render(render.recipe.modelId);
  if (status === 'failed' && error) {
    return (
      <>
        <h3 id="render-title" className="headline dub-headline">
          The dubbing broke off
        </h3>
        <DubProblem error={error} onRetry={retry} />
        {made > 0 && <p>{`Kept, to be played and exported: ${madeWords(render)}.`}</p>}
      </>
    );
  }
  const stopped = status === 'stopped';
  return (
    <>
      <p className={stopped ? 'badge tone-plain' : 'badge tone-good'}>
        <Icon name={stopped ? 'close' : 'check'} />
        {stopped ? 'Cancelled' : 'Dubbed'}
      </p>
      <h3 id="render-title" className="headline dub-headline" data-testid="made">
        {made > 0 ? capital(madeWords(render)) : 'Nothing was made'}
      </h3>
      {stopped && made > 0 && <p>It can be played and exported as far as it goes.</p>}
      {plan && made > 0 && plan.dubbed < plan.pictures && (
        <p className="muted small">{untouchedWords(plan.pictures - plan.dubbed)}</p>
      )}
    </>
  );
}

/** Changed blend options need no new mouths, but the preview shows the old ones. */
function BlendNote({ state, render, session }: RenderCardProps) {
  const same = JSON.stringify(state.blend) === JSON.stringify(render.blend);
  if (same || state.exporting?.status === 'working') return null;
  if (render.recomposed !== null) {
    return (
      <div className="stage-progress">
        <progress aria-label="Updating the preview" max={1} value={render.recomposed / render.made} />
        <p className="muted small figures">
          <span>Updating the preview…</span>
          <span>{`${render.recomposed} of ${countWords(render.made, 'picture')}`}</span>
        </p>
      </div>
    );
  }
  return (
    <div className="dub-note tone-unsure">
      <Icon name="sliders" />
      <div>
        <p>
          The preview shows the mouths as they were put in before your change. Your export will have the
          change; no mouth has to be drawn anew.
        </p>
        {render.error && render.status !== 'failed' && <p className="problem">{render.error.message}</p>}
        <p className="actions">
          <button type="button" className="button" onClick={() => session.recompose()}>
            <Icon name="retry" />
            Update the preview
          </button>
        </p>
      </div>
    </div>
  );
}

function untouchedWords(pictures: number): string {
  return `${countWords(pictures, 'picture')} without the face stay${pictures === 1 ? 's' : ''} as ${pictures === 1 ? 'it is' : 'they are'}.`;
}

function runtimeWords({ provider, threads, reason }: DubRuntime): string {
  if (provider === 'webgpu') return 'Drawn by the graphics processor (WebGPU).';
  return `Drawn by the processor (WASM, ${countWords(threads, 'thread')}). ${reason ?? ''}`.trim();
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
