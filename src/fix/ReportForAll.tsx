/** Below the queue: what was found in all of its videos, in one file. */
import { toCsv } from '../../core/report/csv';
import { countWords } from '../../core/report/format';
import { toHtmlList } from '../../core/report/html-list';
import { isEnded } from '../engine/check-job';
import type { CheckJob } from '../engine/check-types';
import { checkedOf } from '../engine/checked';
import { factsOf, recordLines } from '../engine/fix/report-data';
import { download } from '../engine/fix/save-copies';
import type { FixSession } from '../engine/fix/types';
import { useStore } from '../engine/use-store';
import { Action, ActionList } from '../ui/ActionList';
import { Disclosure } from '../ui/Disclosure';

export function ReportForAll({ jobs, fixes }: { jobs: readonly CheckJob[]; fixes: FixSession }) {
  const { fixes: made } = useStore(fixes);
  const ended = jobs.filter(isEnded);
  const measured = ended.filter(({ status, evidence }) => status === 'done' && evidence !== null);
  // One video has reports of its own.
  if (ended.length < 2 || measured.length === 0) return null;
  const failed = ended.length - measured.length;
  const facts = () =>
    measured.flatMap((job) => {
      const checked = checkedOf(job);
      return checked ? [factsOf(checked, made.get(job.id)?.result ?? null, job.nudgeMs)] : [];
    });
  const savePage = () => {
    const all = facts();
    const others = ended.flatMap(({ file, error }) =>
      error ? [{ file: file.name, message: error.message }] : [],
    );
    save('all-videos.lip-sync.html', 'text/html;charset=utf-8', toHtmlList(all, others, all[0]!.made));
  };
  const saveTable = () => save('all-videos.lip-sync.csv', 'text/csv;charset=utf-8', toCsv(facts()));
  const saveLines = () => save('all-videos.lip-sync.jsonl', 'application/jsonl', recordLines(ended));
  return (
    <Disclosure className="small" summary={`One report of all ${countWords(ended.length, 'video')}`}>
      <ActionList>
        <li>
          <Action icon="download" onClick={savePage}>
            To read and print (HTML)
          </Action>
        </li>
        <li>
          <Action icon="download" onClick={saveTable}>
            For spreadsheets (CSV)
          </Action>
        </li>
        <li>
          <Action icon="download" onClick={saveLines}>
            For programs (JSON lines)
          </Action>
        </li>
      </ActionList>
      {failed > 0 && (
        <p className="muted">
          {`${countWords(failed, 'video')} could not be checked: the table leaves ${failed === 1 ? 'it' : 'them'} out, the others say why.`}
        </p>
      )}
    </Disclosure>
  );
}

function save(name: string, type: string, text: string): void {
  download(new Blob([text], { type }), name);
}
