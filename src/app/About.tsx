/** The foot of the page: version, help, what works without a network, and whose works it is made of. */
import { useState } from 'react';
import { Dialog } from '../ui/Dialog';
import { LinkButton } from '../ui/LinkButton';
import { lazyPart } from '../ui/lazy-part';
import styles from './About.module.css';
import { Help } from './Help';
import { Offline } from './Offline';
import { ThemeSwitch } from './ThemeSwitch';

declare const __APP_VERSION__: string;

const AboutText = lazyPart(() => import('./AboutText').then((module) => module.AboutText));

export function About() {
  const [open, setOpen] = useState(false);
  return (
    <footer className={`small muted ${styles['foot']}`}>
      <p>Lipslate {__APP_VERSION__}</p>
      <Help />
      <Offline />
      <LinkButton onPress={() => setOpen(true)}>About and licences</LinkButton>
      <div className={styles['theme']}>
        <ThemeSwitch />
      </div>
      <Dialog open={open} title="About Lipslate" onClose={() => setOpen(false)}>
        <AboutText />
      </Dialog>
    </footer>
  );
}
