/** The work on the mouths: how far, how fast, on what; then what came of it. */
import { countWords } from '../../core/report/format';
import type { DubRuntime } from '../../workers/dub/contract';
import { isExportable, isRendering } from '../engine/dub/busy';
import type { DubSession, DubState, RenderState } from '../engine/dub/types';
import { Badge } from '../ui/Badge';
import { CancelButton } from '../ui/CancelButton';
import { Card } from '../ui/Card';
import { Icon } from '../ui/Icon';
import { ProgressBar } from '../ui/ProgressBar';
import { madeWords, paceWords } from './copy';
import { DubProblem } from './DubProblem';
import { PreviewSound } from './PreviewSound';
import { PreviewUpdate } from './PreviewUpdate';

interface RenderCardProps {
  state: DubState;
  render: RenderState;
  session: DubSession;
}

export function stepLabel({ step, recipe }: RenderState): string {
  if (step === 'model') return 'Loading the model';
  if (step === 'fitting') return 'Fitting the speech to the video';
  if (step === 'mixing') return 'Mixing the sound';
  if (step === 'planning') return 'Matching pictures and speech';
  return recipe.options.engine === 'own' ? 'Moving the mouth' : 'Drawing the mouths';
}

export function RenderCard({ state, render, session }: RenderCardProps) {
  const working = isRendering(render);
  const maker = makerWords(render);
  return (
    <Card aria-labelledby="render-title">
      {working ? <Working render={render} session={session} /> : <Made render={render} session={session} />}
      {maker && <p className="muted small">{maker}</p>}
      {!working && render.made > 0 && <PreviewSound state={state} render={render} session={session} />}
      {!working && render.made > 0 && <BlendNote state={state} render={render} session={session} />}
    </Card>
  );
}

function Working({ render, session }: { render: RenderState; session: DubSession }) {
  const { status, plan, made, share } = render;
  const label = status === 'stopping' ? 'Stopping' : stepLabel(render);
  return (
    <>
      <h3 id="render-title" className="headline">
        {label}…
      </h3>
      <ProgressBar
        label={label}
        share={plan && plan.pictures > 0 ? made / plan.pictures : share}
        left={
          plan
            ? `${made} of ${countWords(plan.pictures, 'frame')}`
            : share === null
              ? 'In a moment'
              : `${Math.round(100 * share)}\u00a0%`
        }
        right={paceWords(render)}
      />
      {plan && plan.dubbed < plan.pictures && (
        <p className="muted small">{untouchedWords(plan.pictures - plan.dubbed, render)}</p>
      )}
      <p>
        <CancelButton what="dubbing" disabled={status === 'stopping'} onCancel={() => session.stop()} />
      </p>
      <p className="muted small">{keptWords(render)}</p>
    </>
  );
}

function Made({ render, session }: { render: RenderState; session: DubSession }) {
  const { status, made, error, plan, feed } = render;
  const retry = () => session.render(render.recipe.modelId);
  // Of other files or options the button that asks for consent is the one to take.
  const same = !session.isStale(render.recipe.modelId);
  if (status === 'failed' && error) {
    return (
      <>
        <h3 id="render-title" className="headline">
          Dubbing stopped with an error
        </h3>
        <DubProblem error={error} onRetry={same ? retry : undefined} />
        {isExportable(render) && (
          <p>{`What was made can be ${feed ? 'played and exported' : 'exported'}: ${madeWords(render)}.`}</p>
        )}
      </>
    );
  }
  const stopped = status === 'stopped';
  return (
    <>
      <Badge tone={stopped ? 'plain' : 'good'} icon={stopped ? 'close' : 'check'}>
        {stopped ? 'Cancelled' : 'Dubbed'}
      </Badge>
      <h3 id="render-title" className="headline" data-testid="made">
        {made > 0 ? capital(madeWords(render)) : 'Nothing was made'}
      </h3>
      {stopped && made > 0 && <p>{stoppedWords(render)}</p>}
      {stopped && plan && made < plan.pictures && same && (
        <p>
          <button type="button" className="button" onClick={retry}>
            <Icon name="retry" />
            {render.recipe.options.engine === 'own' ? 'Make all of it' : 'Go on drawing'}
          </button>
        </p>
      )}
      {plan && made > 0 && plan.dubbed < plan.pictures && (
        <p className="muted small">{untouchedWords(plan.pictures - plan.dubbed, render)}</p>
      )}
    </>
  );
}

/** Changed blend options need no new mouths, but the preview shows the old ones. */
function BlendNote({ state, render, session }: RenderCardProps) {
  const same = JSON.stringify(state.blend) === JSON.stringify(render.blend);
  if (same || !render.feed || state.exporting?.status === 'working') return null;
  if (render.reblended !== null) {
    return (
      <ProgressBar
        label="Updating the preview"
        share={render.reblended / render.made}
        left="Updating the preview…"
        right={`${render.reblended} of ${countWords(render.made, 'frame')}`}
      />
    );
  }
  return (
    <PreviewUpdate
      icon="sliders"
      words="The preview does not show your change yet. Your export will have it; no mouth has to be drawn again."
      error={render.status === 'failed' ? null : render.error}
      action="Update the preview"
      onUpdate={() => session.reblend()}
    />
  );
}

/** Cancelled before the first picture there is no preview, though pictures of an earlier render are there. */
function stoppedWords(render: RenderState): string {
  if (isExportable(render))
    return `It can be ${render.feed ? 'played and exported' : 'exported'} as far as it goes.`;
  const played = render.feed ? 'It can be played as far as it goes. ' : '';
  return `${played}A part of a video can be exported once all of it is made.`;
}

/** What becomes of the work when it is cancelled, or the page is left. */
function keptWords({ before, made, safe, plan, recipe }: RenderState): string {
  if (recipe.options.engine === 'own')
    return made > 0 && !recipe.part ? 'If you cancel, what is made by then can be played and exported.' : '';
  const used =
    before > 0 && plan
      ? `${countWords(before, 'frame')} made before ${before === 1 ? 'is' : 'are'} used again. `
      : '';
  if (safe) return `${used}What is made is kept, also if you cancel, or reload and choose the same files.`;
  return made > 0 ? `${used}What is made is kept as long as this page is open.` : used;
}

function untouchedWords(pictures: number, { recipe }: RenderState): string {
  const why = recipe.options.engine === 'own' ? 'in which the lips are not seen well' : 'without the face';
  return `${countWords(pictures, 'frame')} ${why} ${pictures === 1 ? 'is' : 'are'} left unchanged.`;
}

function makerWords({ recipe, runtime }: RenderState): string {
  if (recipe.options.engine === 'own') return 'The mouth in the picture itself, moved by the processor.';
  return runtime ? runtimeWords(runtime) : '';
}

function runtimeWords({ provider, threads, reason }: DubRuntime): string {
  if (provider === 'webgpu') return 'Drawn by the graphics processor (WebGPU).';
  return `Drawn by the processor (WASM, ${countWords(threads, 'thread')}). ${reason ?? ''}`.trim();
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
