/** What screen readers are told of dubbing: stages, what was found and made. */
import { durationWords } from '../../core/report/format';
import { costWords } from '../engine/dub/recipe';
import { missingOfSpeakers } from '../engine/dub/speakers';
import type { DubState } from '../engine/dub/types';
import { Announcer as Spoken } from '../ui/Announcer';
import { EXPORT_STEPS, facesSentence, madeWords } from './copy';
import { stepLabel } from './RenderCard';

export function Announcer({ state }: { state: DubState }) {
  return <Spoken news={sentencesOf(state)} testId="dub-announcer" />;
}

/** Failures are shown as alerts, which are read out already, so they are left out here. */
function sentencesOf(
  state: DubState,
): Record<'face' | 'speech' | 'speakers' | 'render' | 'sound' | 'export' | 'score', string> {
  return {
    face: faceSentence(state),
    speech: speechSentence(state),
    speakers: speakersSentence(state),
    render: renderSentence(state),
    sound: state.render?.resounded == null ? '' : 'Mixing the sound of the preview.',
    export: exportSentence(state),
    score: state.score?.status === 'done' ? 'The exported video has been measured.' : '',
  };
}

function faceSentence({ face, speakers }: DubState): string {
  if (face?.status === 'looking' && face.people.length === 0) return 'Finding faces.';
  return face?.status === 'ready' ? facesSentence(face, speakers) : '';
}

function speechSentence(state: DubState): string {
  const { speech } = state;
  if (speech?.status === 'listening') return costWords(state) ?? '';
  return speech?.status === 'ready' && speech.heard
    ? `Speech ready, ${durationWords(speech.heard.durationS)}.`
    : '';
}

function speakersSentence(state: DubState): string {
  if (state.speakers.length === 0) return '';
  return missingOfSpeakers(state) ?? 'Every speaker has a face and a speech.';
}

function renderSentence({ render }: DubState): string {
  if (!render) return '';
  if (render.status === 'working')
    return `${stepLabel(render)}.${render.feed ? ' The preview can be played.' : ''}`;
  if (render.status === 'done') return `Dubbed: ${madeWords(render)}.`;
  if (render.status === 'stopped')
    return render.made > 0 ? `Cancelled. Kept: ${madeWords(render)}.` : 'Cancelled.';
  return '';
}

function exportSentence({ exporting }: DubState): string {
  if (exporting?.status === 'working') return `${EXPORT_STEPS[exporting.step]}.`;
  if (exporting?.status === 'cancelled') return 'The export was cancelled.';
  return exporting?.result ? `${exporting.result.file.name} is ready to download.` : '';
}
