/** The foot of the page: version, help, what works without a network, and whose works it is made of. */
import { lazyPart } from '../ui/lazy-part';
import styles from './About.module.css';
import { FootDialog } from './FootDialog';
import { ThemeSwitch } from './ThemeSwitch';

declare const __APP_VERSION__: string;

const HelpText = lazyPart(() => import('./HelpText').then((module) => module.HelpText));
const OfflineParts = lazyPart(() => import('./OfflineParts').then((module) => module.OfflineParts));
const AboutText = lazyPart(() => import('./AboutText').then((module) => module.AboutText));

export function About() {
  return (
    <footer className={`small muted ${styles['foot']}`}>
      <p>Lipslate {__APP_VERSION__}</p>
      <FootDialog link="Help">
        <HelpText />
      </FootDialog>
      <FootDialog link="Use without a network">
        <OfflineParts />
      </FootDialog>
      <FootDialog link="About and licences" title="About Lipslate">
        <AboutText />
      </FootDialog>
      <div className={styles['theme']}>
        <ThemeSwitch />
      </div>
    </footer>
  );
}
