/** Name and nature of a file, and which of its sound tracks is checked. */

import { clockWords } from '../../core/report/format';
import { DOWNMIX, type Mix } from '../../core/sound/downmix';
import { mixName, parseSound, soundArgument } from '../../core/sound/heard';
import { ordinal } from '../../core/sound/ordinal';
import type { MediaInfo } from '../../workers/media/contract';
import type { CheckJob, CheckSession } from '../engine/check-types';
import { TrackOptions } from '../ui/TrackOptions';
import styles from './FileLine.module.css';

export function FileLine({ job, session }: { job: CheckJob; session: CheckSession }) {
  const { media } = job;
  return (
    <header className={styles['file']}>
      <h2 title={job.file.name}>{job.file.name}</h2>
      {media && <p className="muted small figures">{natureWords(media, job.audioIndex)}</p>}
      {media && media.audioTracks.length > 1 && (
        <label className={`small ${styles['track']}`}>
          <span>Sound track</span>
          <select
            value={job.audioIndex}
            disabled={job.status === 'working' || job.away !== null}
            onChange={(event) => session.retry(job.id, { audioIndex: Number(event.target.value), mix: null })}
          >
            <TrackOptions tracks={media.audioTracks} />
          </select>
        </label>
      )}
      {media && <ChannelChoice job={job} session={session} channels={channelsOf(job)} />}
      {job.heard?.speechTrack != null && !job.away && (
        <button
          type="button"
          onClick={() => session.retry(job.id, { audioIndex: job.heard!.speechTrack!, mix: null })}
        >
          Check the {ordinal(job.heard.speechTrack + 1)} sound track
        </button>
      )}
    </header>
  );
}

/** Offered where the usual downmix may not be what is wanted: many channels, an unusual mix, no sure result. */
function ChannelChoice({
  job,
  session,
  channels,
}: {
  job: CheckJob;
  session: CheckSession;
  channels: number;
}) {
  const { audioIndex, mix, heard, evidence } = job;
  const isUnusual = mix !== null || (heard !== null && heard.mix.kind !== 'downmix');
  const isUnsure = job.status === 'done' && evidence?.measurement.verdict === 'unsure';
  if (channels < 2 || !(channels > 2 || isUnusual || isUnsure)) return null;
  const choose = (argument: string) => {
    const sound = parseSound(argument);
    if (sound) session.retry(job.id, { audioIndex: sound.track, mix: sound.mix });
  };
  return (
    <label className={`small ${styles['track']}`}>
      <span>Channels</span>
      <select
        value={soundArgument(audioIndex, mix)}
        disabled={job.status === 'working' || job.away !== null}
        onChange={(event) => choose(event.target.value)}
      >
        <option value={soundArgument(audioIndex, null)}>
          {heard && mix === null ? `found: ${mixName(heard.mix, channels)}` : 'whatever has speech'}
        </option>
        {mixesOf(channels).map((each) => (
          <option key={soundArgument(audioIndex, each)} value={soundArgument(audioIndex, each)}>
            {each.kind === 'downmix' ? 'all, mixed' : mixName(each, channels)}
          </option>
        ))}
      </select>
    </label>
  );
}

function channelsOf({ media, audioIndex }: CheckJob): number {
  return media?.audioTracks[audioIndex]?.channels ?? 0;
}

function mixesOf(channels: number): Mix[] {
  return [
    DOWNMIX,
    ...Array.from({ length: channels }, (_, channel): Mix => ({ kind: 'channel', channel })),
    { kind: 'difference', channels: [0, 1] },
  ];
}

/** `0:12 · 1280 × 720 · 29.97 fps · avc1 + mp4a · mp4` */
export function natureWords(
  { durationS, video, audioTracks, container }: MediaInfo,
  audioIndex: number,
): string {
  const rate =
    video.fps > 0
      ? `${Number(video.fps.toFixed(2))} fps${video.variableFrameRate ? ' (varying)' : ''}`
      : null;
  const codecs = [shortCodec(video.codec), shortCodec(audioTracks[audioIndex]?.codec ?? '')]
    .filter(Boolean)
    .join(' + ');
  return [clockWords(durationS), `${video.width} × ${video.height}`, rate, codecs, container]
    .filter(Boolean)
    .join(' · ');
}

/** `avc1.64001f` -> `avc1` */
function shortCodec(codec: string): string {
  return codec.split('.')[0] ?? codec;
}
