/** What is said of videos that were taken out of the list. */
import { countWords } from '../../core/report/format';

/**
 * @param names of the videos
 * @param kept how many of them are among the earlier checks: what was never finished is not, nor anything where another
 * tab keeps the list
 */
export function takenOutWords(names: readonly string[], kept: number): string {
  const gone =
    names.length === 1
      ? `“${names[0]}” was taken out.`
      : `${countWords(names.length, 'video')} were taken out.`;
  if (kept === 0) return gone;
  const which = kept < names.length ? `${kept} of them` : names.length === 1 ? 'Its check' : 'Their checks';
  return `${gone} ${which} ${kept === 1 ? 'is' : 'are'} kept under “Earlier checks”.`;
}
