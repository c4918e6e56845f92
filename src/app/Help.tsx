/** Help: what the check does, how its plots are read, and the words that it uses. */
import { useState } from 'react';
import { HOW_TO_READ } from '../check/plots/how-to-read';
import { Dialog } from '../ui/Dialog';
import { LinkButton } from '../ui/LinkButton';
import { GLOSSARY } from './glossary';
import styles from './Help.module.css';

export function Help() {
  const [open, setOpen] = useState(false);
  return (
    <>
      <LinkButton onPress={() => setOpen(true)}>Help</LinkButton>
      <Dialog open={open} title="Help" onClose={() => setOpen(false)}>
        <div className={styles['help']}>
          <h3>What a check does</h3>
          <p>
            Lipslate looks for faces, follows the lips, and listens to the speech. Then it tries every shift
            of the sound, and tells at which one lips and speech fit best, how exact that is, and how sure. A
            video in which no lips can be seen while somebody speaks cannot be measured, and the answer is
            “not sure”.
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
      </Dialog>
    </>
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
