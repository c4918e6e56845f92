/** Dubs of an earlier visit: their mouths are stored here, and the same files bring them back. */
import { countWords } from '../../core/report/format';
import type { DubSession } from '../engine/dub/types';
import type { KeptDub } from '../engine/kept-mouths';
import { Card } from '../ui/Card';
import { Icon } from '../ui/Icon';
import styles from './KeptDubs.module.css';

export function KeptDubs({ kept, session }: { kept: readonly KeptDub[]; session: DubSession }) {
  return (
    <Card aria-labelledby="kept-title">
      <h2 id="kept-title">From an earlier visit</h2>
      <p className="muted">
        Mouths that Wav2Lip drew earlier are still stored on this device. Choose the same face and the same
        speech again, with the same options, to go on from there.
      </p>
      <ul className={`plain ${styles['list']}`}>
        {kept.map((dub) => (
          <li key={dub.key}>
            <span>
              <strong>{dub.faceName}</strong> with <strong>{dub.speechName}</strong>:{' '}
              {`${dub.made} of ${countWords(dub.pictures, 'frame')}`}
            </span>
            <button type="button" className="button quiet" onClick={() => session.forgetKept(dub.key)}>
              <Icon name="close" />
              Remove
              <span className="visually-hidden"> the mouths of {dub.faceName}</span>
            </button>
          </li>
        ))}
      </ul>
    </Card>
  );
}
