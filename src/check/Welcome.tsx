/** The empty room: what this is, and where to drop. */
import type { ReactNode } from 'react';
import { DropZone } from '../ui/DropZone';
import { Icon } from '../ui/Icon';
import { FileButtons } from './FileButtons';
import styles from './Welcome.module.css';

interface WelcomeProps {
  onChoose(): void;
  onFiles(files: File[]): void;
  /** What else can be opened. */
  children: ReactNode;
}

export function Welcome({ onChoose, onFiles, children }: WelcomeProps) {
  return (
    <div className={styles['welcome']}>
      <h1>Is the sound in sync with the lips?</h1>
      <p className={styles['lead']}>
        Drop a video with somebody speaking. Lipslate watches the lips, listens to the voice, and tells by how
        many milliseconds they are apart.
      </p>
      <div className={styles['drop']}>
        <DropZone size="page">
          <Icon name="film" />
          <p>
            <strong>Drop videos anywhere here</strong>
            <span className="muted"> or paste them</span>
          </p>
          <FileButtons onChoose={onChoose} onFiles={onFiles} />
          <p className="muted small">mp4, mov, mkv, webm, avi and more. Any length, several at once.</p>
          {children}
        </DropZone>
      </div>
      <ul className={`plain ${styles['promises']}`}>
        <li>
          <h2>Private</h2>
          <p>The video is read in this browser. It is never uploaded, and the page works offline.</p>
        </li>
        <li>
          <h2>Honest</h2>
          <p>Every answer says how sure it is, shows its evidence, and says “not sure” when it is not.</p>
        </li>
        <li>
          <h2>See for yourself</h2>
          <p>
            Switch the player between “as is” and “corrected” while it plays, and nudge the sound by hand.
          </p>
        </li>
      </ul>
    </div>
  );
}
