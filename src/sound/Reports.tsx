/** Figures to keep: of one sound as a page, for spreadsheets and for programs; of a queue for spreadsheets. */
import { useMemo } from 'react';
import { isLimit, targetOf } from '../../core/loudness/targets';
import {
  missedSentence,
  soundReportCsv,
  soundReportJson,
  type WrittenFile,
  writtenSentence,
} from '../../core/report/sound';
import { soundReportHtml } from '../../core/report/sound-html';
import type { SoundJob } from '../engine/sound/queue-types';
import type { MadeSound } from '../engine/sound/types';
import { DownloadLink } from '../ui/DownloadLink';
import { doneSentences, figureRows } from './copy';

/** Set by vite.config.ts. */
declare const __APP_VERSION__: string;

interface ReportsProps {
  file: string;
  made: MadeSound;
  /** Files that were encoded from it. */
  written: readonly WrittenFile[];
}

export function Reports({ file, made, written }: ReportsProps) {
  const { csv, json, html } = useMemo(() => reportsOf(file, made, written), [file, made, written]);
  return (
    <p className="actions">
      <DownloadLink file={html} words="Loudness report (page)" />
      <DownloadLink file={csv} words="Loudness report (CSV)" />
      <DownloadLink file={json} words="Loudness report (JSON)" />
    </p>
  );
}

/** Of all that were made. */
export function QueueReport({ jobs }: { jobs: readonly SoundJob[] }) {
  const csv = useMemo(() => {
    const lines = jobs.flatMap(({ file, status, figures }) =>
      status === 'done' && figures ? [{ file: file.name, ...figures }] : [],
    );
    return new File([soundReportCsv(lines)], 'lipslate-clear-speech.loudness.csv', { type: 'text/csv' });
  }, [jobs]);
  return (
    <p className="actions">
      <DownloadLink file={csv} words="Loudness report of all (CSV)" />
    </p>
  );
}

function reportsOf(
  file: string,
  made: MadeSound,
  written: readonly WrittenFile[],
): Record<'csv' | 'json' | 'html', File> {
  const { sound, chain } = made;
  const { before, after, durationS, missed } = sound;
  const facts = {
    ...{ file, durationS, before, after, written },
    made: { atIso: new Date().toISOString(), version: __APP_VERSION__ },
  };
  const csv = soundReportCsv([{ file, before: before.figures, after: after.figures, written }]);
  const target = chain.target && targetOf(chain.target);
  const targetLufs = target && !isLimit(target) ? target.lufs : null;
  const rows = figureRows(before.figures, after.figures);
  const sentences = [
    ...(missed ? [missedSentence(missed)] : []),
    ...doneSentences(made),
    ...written.map((each) => `${each.name}: ${writtenSentence(each, sound.ceilingDb)}`),
  ];
  const base = `${sound.wav.name.replace(/\.wav$/, '')}.loudness`;
  return {
    csv: new File([csv], `${base}.csv`, { type: 'text/csv' }),
    json: new File([soundReportJson({ ...facts, targetLufs })], `${base}.json`, { type: 'application/json' }),
    html: new File([soundReportHtml({ ...facts, rows, sentences })], `${base}.html`, { type: 'text/html' }),
  };
}
