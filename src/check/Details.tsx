/** The figures behind the sentence, for those who want them. */
import { countWords, durationWords, measuredWords, percentWords, sizeWords } from '../../core/report/format';
import { intervalOf, intervalWords } from '../../core/report/interval';
import type { Measurement } from '../../core/sync/types';
import { syncnetFrames } from '../../core/time/convert';
import type { SyncnetEvidence } from '../../workers/sync/contract';
import type { CheckJob } from '../engine/check-types';
import { Disclosure } from '../ui/Disclosure';
import { Facts } from '../ui/Facts';
import styles from './Details.module.css';
import { natureWords } from './FileLine';

export function Details({ job, measurement }: { job: CheckJob; measurement: Measurement }) {
  return (
    <Disclosure className={`card ${styles['details']}`} summary={<h3>Details</h3>}>
      <Facts size="long" rows={rowsOf(job, measurement)} />
    </Disclosure>
  );
}

function rowsOf(job: CheckJob, measurement: Measurement): [string, string][] {
  const { offsetMs, ci95Ms, confidence, probability, evidence, engine } = measurement;
  const interval = intervalOf(measurement);
  const rows: [string, string][] = [];
  if (offsetMs !== null) {
    rows.push(
      ['Offset', measuredWords(offsetMs, ci95Ms)],
      ['In SyncNet’s terms', `${signed(syncnetFrames(offsetMs))} frames of 40 ms (there, + means early)`],
    );
  }
  if (ci95Ms !== null && interval !== null)
    rows.push(['95 % interval', `±${sizeWords(Math.max(1, ci95Ms))}: ${intervalWords(interval)}`]);
  rows.push(
    ['Sure that lips and sound match at this offset', percentWords(confidence)],
    [
      'Sure that it is right to within 40 ms',
      `${percentWords(probability)}: less, since people and recordings differ by a few milliseconds`,
    ],
    ['Speech with visible lips', durationWords(evidence.visibleSpeechS)],
    ['Stretches that agree', `${evidence.windowsAgreeing} of ${evidence.windows}`],
    ['Stretches at the edge of the search', String(evidence.edgeHits)],
    ['Searched', `±${durationWords(evidence.searchS)}`],
    [
      'Strength of the best match',
      `${evidence.peakZ.toFixed(1)} standard deviations above the other offsets`,
    ],
    ['Second best match', `${percentWords(evidence.secondPeak)} as strong`],
    ['Faces', countWords(measurement.tracks.length, 'face')],
    ['Measured by', ENGINE_LABELS[engine]],
  );
  if (job.evidence?.syncnet) rows.push(...syncnetRows(job.evidence.syncnet));
  if (job.media) {
    rows.push(
      ['File', natureWords(job.media, job.audioIndex)],
      ['Read by', `${READERS[job.media.videoReader]} (picture), ${READERS[job.media.soundReader]} (sound)`],
    );
  }
  if (job.wallS !== null) rows.push(['Took', durationWords(job.wallS)]);
  return rows;
}

/** LSE-D and LSE-C are what papers call the two; with the error that looking at some windows leaves. */
function syncnetRows(syncnet: SyncnetEvidence): [string, string][] {
  const { offsetFrames, minDist, confidence, tracks, runtime } = syncnet;
  const rows: [string, string][] = [
    ['SyncNet offset', `${signed(offsetFrames)} frames of 40 ms (+ means early)`],
    ['SyncNet distance (LSE-D)', minDist.toFixed(3)],
    ['SyncNet confidence (LSE-C)', confidence.toFixed(3)],
  ];
  const speaking = tracks[0];
  if (speaking) {
    const error = Number.isFinite(speaking.confidenceError)
      ? `, ±${speaking.confidenceError.toFixed(2)}`
      : '';
    rows.push(['SyncNet looked at', `${speaking.windows} of ${speaking.windowsInFull} windows${error}`]);
  }
  rows.push([
    'SyncNet ran on',
    runtime.provider === 'webgpu'
      ? ['WebGPU', runtime.reason].filter(Boolean).join('. ')
      : `WASM, ${countWords(runtime.threads, 'thread')}. ${runtime.reason}`,
  ]);
  return rows;
}

const ENGINE_LABELS: Record<Measurement['engine'], string> = {
  motion: 'Lip opening against loudness',
  lipslate: 'Lipslate’s own model',
  syncnet: 'SyncNet',
};

const READERS = { webcodecs: 'this browser', ffmpeg: 'ffmpeg' } as const;

function signed(value: number): string {
  const rounded = Math.round(value * 10) / 10;
  return rounded > 0 ? `+${rounded}` : String(rounded).replace('-', '−');
}
