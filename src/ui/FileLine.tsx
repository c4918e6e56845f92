/** Name and nature of a file, and which of its sound tracks is checked. */
import { clockWords } from '../../core/report/format';
import type { AudioTrackInfo, MediaInfo } from '../../workers/media/contract';
import type { CheckJob, CheckSession } from '../engine/check-types';
import styles from './FileLine.module.css';

export function FileLine({ job, session }: { job: CheckJob; session: CheckSession }) {
  const { media } = job;
  return (
    <header className={styles['file']}>
      <h2 title={job.file.name}>{job.file.name}</h2>
      {media && <p className="muted small figures">{natureWords(media)}</p>}
      {media && media.audioTracks.length > 1 && (
        <label className={`small ${styles['track']}`}>
          <span>Sound track</span>
          <select
            value={job.audioIndex}
            disabled={job.status === 'working'}
            onChange={(event) => session.retry(job.id, Number(event.target.value))}
          >
            {media.audioTracks.map((track) => (
              <option key={track.index} value={track.index}>
                {trackWords(track)}
              </option>
            ))}
          </select>
        </label>
      )}
    </header>
  );
}

/** `0:12 · 1280 × 720 · 29.97 fps · avc1 + mp4a · mp4` */
export function natureWords({ durationS, video, audioTracks, container }: MediaInfo): string {
  const rate =
    video.fps > 0
      ? `${Number(video.fps.toFixed(2))} fps${video.variableFrameRate ? ' (varying)' : ''}`
      : null;
  const codecs = [shortCodec(video.codec), shortCodec(audioTracks[0]?.codec ?? '')]
    .filter(Boolean)
    .join(' + ');
  return [clockWords(durationS), `${video.width} × ${video.height}`, rate, codecs, container]
    .filter(Boolean)
    .join(' · ');
}

/** `2 deu (stereo)` */
export function trackWords({ index, title, language, channels }: AudioTrackInfo): string {
  const name = title ?? language ?? null;
  const layout = channels === 1 ? 'mono' : channels === 2 ? 'stereo' : `${channels} channels`;
  return `${index + 1}${name ? ` ${name}` : ''} (${layout})`;
}

/** `avc1.64001f` -> `avc1` */
function shortCodec(codec: string): string {
  return codec.split('.')[0] ?? codec;
}
