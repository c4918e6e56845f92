/** Which face a plot shows, where it can show one at a time. */

/** A longer list of faces would not help; the ones that speak most come first. */
const MOST_FACES = 12;

import styles from './FaceChoice.module.css';

export function FaceChoice(props: {
  /** Track numbers, the face that speaks most first. */
  ids: readonly number[];
  chosenId: number | null;
  onChoose: (id: number) => void;
}) {
  if (props.ids.length < 2) return null;
  return (
    <label className={styles['choice']}>
      Shown:
      <select value={props.chosenId ?? ''} onChange={(event) => props.onChoose(Number(event.target.value))}>
        {props.ids.slice(0, MOST_FACES).map((id) => (
          <option key={id} value={id}>{`face ${id}`}</option>
        ))}
      </select>
    </label>
  );
}
