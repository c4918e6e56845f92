/** The figures behind a plot, for reading, copying and screen readers: built only when opened, never endless. */
import { useState } from 'react';
import styles from './Table.module.css';

const MOST_ROWS = 200;

export function Table(props: {
  summary: string;
  columns: readonly string[];
  rows: readonly (readonly string[])[];
}) {
  const [open, setOpen] = useState(false);
  const { columns, rows } = props;
  if (rows.length === 0) return null;
  const more = rows.length - MOST_ROWS;
  return (
    <details className={styles['table']} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{props.summary}</summary>
      {open && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard.
        <section className={styles['scroll']} tabIndex={0} aria-label={props.summary}>
          <table>
            <thead>
              <tr>
                {columns.map((column) => (
                  <th key={column} scope="col">
                    {column}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {rows.slice(0, MOST_ROWS).map((row) => (
                <tr key={row.join()}>
                  {row.map((cell, i) => (
                    <td key={columns[i]}>{cell}</td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
          {more > 0 && <p>{`And ${more} more; the report has them all.`}</p>}
        </section>
      )}
    </details>
  );
}
