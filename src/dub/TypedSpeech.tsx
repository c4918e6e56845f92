/** New speech out of typed text, by a voice that is plainly a placeholder. */
import { useEffect, useId, useRef, useState } from 'react';
import { type ErrorData, LipslateError } from '../../core/errors';
import { shareWords } from '../../core/report/format';
import { type GuideVoice, speakTyped } from '../engine/dub/guide-voice';
import { CancelButton } from '../ui/CancelButton';
import { Icon } from '../ui/Icon';
import { Option } from '../ui/Option';
import { ProgressBar } from '../ui/ProgressBar';
import { Stack } from '../ui/Stack';
import { TextArea } from '../ui/TextArea';
import { useFocusWithin } from '../ui/useKeptFocus';
import { DubProblem } from './DubProblem';

export interface Typed {
  text: string;
  voice: GuideVoice;
}

interface TypedSpeechProps {
  typed: Typed;
  /** Nothing can be given now. */
  busy: boolean;
  onChange(typed: Typed): void;
  onDone(file: File): void;
  onCancel(): void;
}

const VOICES: Record<GuideVoice, string> = { slt: 'Woman', rms: 'Man' };

export function TypedSpeech({ typed, busy, onChange, onDone, onCancel }: TypedSpeechProps) {
  const aboutId = useId();
  const { working, share, error, speak, stop, forgetError } = useVoice(busy, onDone);
  const kept = useFocusWithin(working);
  const change = (changed: Partial<Typed>) => {
    forgetError();
    onChange({ ...typed, ...changed });
  };
  return (
    <section aria-label="Text for the guide voice" tabIndex={-1} {...kept}>
      <Stack>
        <TextArea
          label="Text to speak"
          value={typed.text}
          invalid={error?.code === 'text-unspeakable' || error?.code === 'text-too-long'}
          describedBy={aboutId}
          disabled={working}
          focused
          onChange={(text) => change({ text })}
        />
        <VoiceChoice voice={typed.voice} disabled={working} onChange={(voice) => change({ voice })} />
        <p className="muted small" id={aboutId}>
          A guide voice, in English only: a stand-in that shows timing and lips until somebody records the
          words. It is downloaded when it is first used (22&nbsp;MB).
        </p>
        {error && <DubProblem error={error} onRetry={() => speak(typed)} />}
        {working && <Speaking share={share} />}
        <p className="actions">
          {working ? (
            <CancelButton what="speaking" onCancel={stop} />
          ) : (
            <>
              <button type="button" className="button primary" disabled={busy} onClick={() => speak(typed)}>
                <Icon name="soundOn" />
                Speak it
              </button>
              <button type="button" className="button" onClick={onCancel}>
                Cancel
              </button>
            </>
          )}
        </p>
      </Stack>
    </section>
  );
}

interface VoiceChoiceProps {
  voice: GuideVoice;
  disabled: boolean;
  onChange(voice: GuideVoice): void;
}

function VoiceChoice({ voice, disabled, onChange }: VoiceChoiceProps) {
  return (
    <Option name="Voice" label>
      <select
        value={voice}
        disabled={disabled}
        onChange={(event) => onChange(event.target.value as GuideVoice)}
      >
        {Object.entries(VOICES).map(([each, name]) => (
          <option key={each} value={each}>
            {name}
          </option>
        ))}
      </select>
    </Option>
  );
}

function Speaking({ share }: { share: number | null }) {
  const spoken = share !== null && share >= 1 ? 'Ready for when the current dub is done' : 'Speaking';
  return (
    <ProgressBar
      label="Speaking"
      share={share}
      left={share === null ? 'Loading the voice' : spoken}
      right={share === null ? null : shareWords(share)}
    />
  );
}

/** What was spoken is handed over as soon as it can be taken. */
function useVoice(busy: boolean, onDone: (file: File) => void) {
  const [working, setWorking] = useState<AbortController | null>(null);
  const [share, setShare] = useState<number | null>(null);
  const [spoken, setSpoken] = useState<File | null>(null);
  const [error, setError] = useState<ErrorData | null>(null);
  const latest = useRef(onDone);
  useEffect(() => {
    latest.current = onDone;
  });
  useEffect(() => () => working?.abort(), [working]);
  useEffect(() => {
    if (spoken && !busy) latest.current(spoken);
  }, [spoken, busy]);
  const stop = () => {
    setWorking(null);
    setSpoken(null);
  };
  const speak = ({ text, voice }: Typed) => {
    const abort = new AbortController();
    setWorking(abort);
    setShare(null);
    setError(null);
    speakTyped(abort.signal, text, voice, setShare).then(
      (file) => {
        if (!abort.signal.aborted) setSpoken(file);
      },
      (cause) => {
        if (abort.signal.aborted) return;
        setError(LipslateError.from(cause).toData());
        stop();
      },
    );
  };
  return { working: working !== null, share, error, speak, stop, forgetError: () => setError(null) };
}
