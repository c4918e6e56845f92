/** Figures to keep: of one sound as a page, for spreadsheets and for programs; of a queue for spreadsheets. */
import { useMemo } from 'react';
import { isLimit, targetOf } from '../../core/loudness/targets';
import { missedSentence, soundReportCsv, soundReportJson } from '../../core/report/sound';
import { soundReportHtml } from '../../core/report/sound-html';
import type { SoundJob } from '../engine/sound/queue-types';
import type { MadeSound } from '../engine/sound/types';
import { Icon } from '../ui/Icon';
import { useUrl } from '../ui/useUrl';
import { doneSentences, figureRows } from './copy';

/** Set by vite.config.ts. */
declare const __APP_VERSION__: string;

export function Reports({ file, made }: { file: string; made: MadeSound }) {
  const { csv, json, html } = useMemo(() => reportsOf(file, made), [file, made]);
  const base = `${made.sound.wav.name.replace(/\.wav$/, '')}.loudness`;
  return (
    <p className="actions">
      <Report blob={html} name={`${base}.html`} words="Loudness report (page)" />
      <Report blob={csv} name={`${base}.csv`} words="Loudness report (CSV)" />
      <Report blob={json} name={`${base}.json`} words="Loudness report (JSON)" />
    </p>
  );
}

/** Of all that were made. */
export function QueueReport({ jobs }: { jobs: readonly SoundJob[] }) {
  const csv = useMemo(() => {
    const lines = jobs.flatMap(({ file, status, figures }) =>
      status === 'done' && figures ? [{ file: file.name, ...figures }] : [],
    );
    return new Blob([soundReportCsv(lines)], { type: 'text/csv' });
  }, [jobs]);
  return (
    <p className="actions">
      <Report blob={csv} name="lipslate-clear-speech.loudness.csv" words="Loudness report of all (CSV)" />
    </p>
  );
}

function Report({ blob, name, words }: { blob: Blob; name: string; words: string }) {
  return (
    <a className="button" href={useUrl(blob)} download={name}>
      <Icon name="download" />
      {words}
    </a>
  );
}

function reportsOf(file: string, made: MadeSound): Record<'csv' | 'json' | 'html', Blob> {
  const { sound, chain } = made;
  const { before, after, durationS, missed } = sound;
  const facts = {
    ...{ file, durationS, before, after },
    made: { atIso: new Date().toISOString(), version: __APP_VERSION__ },
  };
  const csv = soundReportCsv([{ file, before: before.figures, after: after.figures }]);
  const target = chain.target && targetOf(chain.target);
  const targetLufs = target && !isLimit(target) ? target.lufs : null;
  const rows = figureRows(before.figures, after.figures);
  const sentences = [...(missed ? [missedSentence(missed)] : []), ...doneSentences(made)];
  return {
    csv: new Blob([csv], { type: 'text/csv' }),
    json: new Blob([soundReportJson({ ...facts, targetLufs })], { type: 'application/json' }),
    html: new Blob([soundReportHtml({ ...facts, rows, sentences })], { type: 'text/html' }),
  };
}
