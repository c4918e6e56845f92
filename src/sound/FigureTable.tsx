/** The figures of a sound as it is, or before and after. */
import type { SoundReport } from '../../workers/sound/contract';
import { figureRows } from './copy';
import styles from './SoundRoom.module.css';

interface FigureTableProps {
  before: SoundReport;
  /** Null: nothing was made of it, and its one column needs no heads. */
  after: SoundReport | null;
  labelledBy?: string;
  testId: string;
}

export function FigureTable({ before, after, labelledBy, testId }: FigureTableProps) {
  return (
    <table className={`figures ${styles['figures']}`} aria-labelledby={labelledBy} data-testid={testId}>
      {after && (
        <thead>
          <tr>
            <th scope="col">Measured</th>
            <th scope="col">Before</th>
            <th scope="col">After</th>
          </tr>
        </thead>
      )}
      <tbody>
        {figureRows(before.figures, (after ?? before).figures).map(({ name, hint, values }) => (
          <tr key={name}>
            <th scope="row">
              {name}
              <span className={`muted small ${styles['hint']}`}>{hint}</span>
            </th>
            <td>{values[0]}</td>
            {after && <td>{values[1]}</td>}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
