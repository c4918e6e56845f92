/** The sound tracks of a file as options of a `<select>`, whose values are their indices. */
import type { AudioTrackInfo } from '../../workers/media/contract';

export function TrackOptions({ tracks }: { tracks: readonly AudioTrackInfo[] }) {
  return tracks.map((track) => (
    <option key={track.index} value={track.index}>
      {trackWords(track)}
    </option>
  ));
}

/** `2 deu (stereo)` */
function trackWords({ index, title, language, channels }: AudioTrackInfo): string {
  const name = title ?? language ?? null;
  const layout = channels === 1 ? 'mono' : channels === 2 ? 'stereo' : `${channels} channels`;
  return `${index + 1}${name ? ` ${name}` : ''} (${layout})`;
}
