/** How results are judged, how far to search, and by what. */
import { useState } from 'react';
import { profileSentence, tightnessSentence } from '../../core/report/level-sentences';
import { ownLimits, profileOf } from '../../core/sync/profiles';
import type { ProfileName } from '../../core/sync/types';
import type { CheckSession, CheckSettings } from '../engine/check-types';
import type { ModelsStore } from '../engine/models-store';
import { useJobs, useSettings } from '../engine/use-check';
import { useKeptList } from '../ui/kept-list';
import { EngineFields } from './EngineFields';
import { MeasureAgain } from './MeasureAgain';
import { OwnLimits } from './OwnLimits';
import { PresetFile } from './PresetFile';
import styles from './Settings.module.css';
import { limitsWords, parseLimits, profileOfLimits, SAVED_LIMITS } from './saved-limits';
import { PROFILES, recallOwnProfile, SEARCH_RANGES_S } from './settings';
import { TellWhenDone } from './TellWhenDone';

/** Of the option; the profile's name carries the limits. */
const OWN = 'own';

export function Settings({ session, models }: { session: CheckSession; models: ModelsStore }) {
  const settings = useSettings(session);
  const change = (next: Partial<typeof settings>) => session.configure(next);
  const [asked, setAsked] = useState<Partial<typeof settings> | null>(null);
  const measured = useJobs(session).filter(({ status, away }) => status === 'done' && !away).length;
  const measureBy = (next: Partial<typeof settings>) => (measured > 0 ? setAsked(next) : change(next));
  const answer = (measuresAgain: boolean) => {
    if (asked) session.configure(asked, measuresAgain);
    setAsked(null);
  };
  return (
    <>
      <section className={styles['settings']} aria-labelledby="settings-title">
        <h2 id="settings-title">Settings</h2>
        <JudgeBy settings={settings} onChange={(profile) => change({ profile })} />
        <div className="field">
          <label htmlFor="search">Search up to</label>
          <select
            id="search"
            value={String(settings.searchS)}
            onChange={(event) => measureBy({ searchS: Number(event.target.value) })}
          >
            {SEARCH_RANGES_S.map((range) => (
              <option key={range} value={range}>
                {range === '1' ? '±1 s, wider when needed' : `±${range} s`}
              </option>
            ))}
          </select>
        </div>
        <EngineFields settings={settings} models={models} onChange={measureBy} />
        <TellWhenDone />
        <PresetFile onLimits={(profile) => change({ profile })} />
      </section>
      <MeasureAgain
        open={asked !== null}
        count={measured}
        onAgain={() => answer(true)}
        onLater={() => answer(false)}
        onClose={() => setAsked(null)}
      />
    </>
  );
}

interface JudgeByProps {
  settings: CheckSettings;
  onChange(profile: ProfileName): void;
}

function JudgeBy({ settings: { profile, engine }, onChange }: JudgeByProps) {
  const [saved, setSaved] = useKeptList(SAVED_LIMITS, parseLimits);
  const isOwn = ownLimits(profile) !== null;
  const isSaved = saved.some((each) => profileOfLimits(each) === profile);
  return (
    <div className="field">
      <label htmlFor="profile">Judge by</label>
      <select
        id="profile"
        value={isOwn && !isSaved ? OWN : profile}
        aria-describedby="profile-note"
        onChange={({ target }) =>
          onChange(target.value === OWN ? recallOwnProfile() : (target.value as ProfileName))
        }
      >
        {PROFILES.map((name) => (
          <option key={name} value={name}>
            {capital(profileOf(name, 0).label)}
          </option>
        ))}
        {[...new Set(saved.map(profileOfLimits))].map((name) => (
          <option key={name} value={name}>
            {saved
              .filter((each) => profileOfLimits(each) === name)
              .map(limitsWords)
              .join(', ')}
          </option>
        ))}
        {!isSaved && <option value={OWN}>Own limits</option>}
      </select>
      {isOwn && <OwnLimits profile={profile} saved={saved} onChange={onChange} onSaved={setSaved} />}
      <p id="profile-note" className="muted small">
        {[profileSentence(profile), tightnessSentence(profile, engine === 'auto' ? 'lipslate' : engine)]
          .filter((sentence) => sentence !== null)
          .join(' ')}
      </p>
    </div>
  );
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
