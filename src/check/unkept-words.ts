/** What is said of checks that will be gone with the page. */
import { countWords } from '../../core/report/format';
import { MOST_KEPT } from '../engine/desk/kept-checks';
import type { Unkept } from '../engine/desk/unkept';

/** @param listed how many checks there are in the list */
export function unkeptWords({ beyond, failed, changed, why, letGo }: Unkept, listed: number): string[] {
  const sentences: string[] = [];
  if (beyond > 0)
    sentences.push(
      `This browser keeps ${MOST_KEPT} checks: of the ${listed} in the list, the oldest ${beyond} will be gone with the page. A project file holds all of them.`,
    );
  const lost = lostWords(failed, changed);
  if (lost !== null) {
    if (why === 'no room')
      sentences.push(
        `This browser’s storage is full: ${lost}. Delete earlier checks or other files on this disk, or save the list as a project. Lipslate tries again by itself.`,
      );
    else if (why === 'closed')
      sentences.push(`A newer Lipslate has opened in another tab: ${lost}. Save the list as a project.`);
    else if (why === 'elsewhere')
      sentences.push(`Checks are kept by another tab of Lipslate: ${lost}. Save the list as a project.`);
    else if (why === 'missing')
      sentences.push(
        `This browser gives the page no place to keep checks: ${lost}. Save the list as a project.`,
      );
    else
      sentences.push(
        `This browser does not store what is checked: ${lost}. Save the list as a project. Lipslate tries again by itself.`,
      );
  }
  if (letGo > 0)
    sentences.push(
      `${countWords(letGo, 'earlier check')} ${letGo === 1 ? 'was' : 'were'} let go for those in the list: ${MOST_KEPT} are kept.`,
    );
  return sentences;
}

/** `2 checks, and the latest changes to 1 more, will be gone with the page`; null where nothing will be. */
function lostWords(failed: number, changed: number): string | null {
  if (failed === 0 && changed === 0) return null;
  if (failed === 0) return `the latest changes to ${countWords(changed, 'check')} will be gone with the page`;
  const others = changed === 0 ? '' : `, and the latest changes to ${changed} more,`;
  return `${countWords(failed, 'check')}${others} will be gone with the page`;
}
