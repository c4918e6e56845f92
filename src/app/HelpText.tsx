/** What Help says: what the check does, how its plots are read, and the words that it uses. Loaded when it is first opened. */
import { HOW_TO_READ } from '../check/plots/how-to-read';
import { GLOSSARY } from './glossary';
import styles from './HelpText.module.css';

export function HelpText() {
  return (
    <div className={styles['help']}>
      <h3>What a check does</h3>
      <p>
        Lipslate looks for faces, follows the lips, and listens to the speech. Then it tries every shift of
        the sound, and tells at which one lips and speech fit best, how exact that is, and how sure. A video
        in which no lips can be seen while somebody speaks cannot be measured, and the answer is “not sure”.
      </p>
      <p>
        Nothing to check at hand? “Try the example” in the Check room is a portrait whose sound is late on
        purpose, with a tour: press “Fix it”, then switch between “As is” and “Corrected” while it plays.
      </p>
      <h3>How to read the plots</h3>
      <Terms of={Object.entries(HOW_TO_READ)} />
      <h3>Words</h3>
      <Terms of={GLOSSARY} />
    </div>
  );
}

function Terms({ of }: { of: readonly (readonly [term: string, meaning: string])[] }) {
  return (
    <dl className={styles['terms']}>
      {of.map(([term, meaning]) => (
        <div key={term}>
          <dt>{term}</dt>
          <dd>{meaning}</dd>
        </div>
      ))}
    </dl>
  );
}
