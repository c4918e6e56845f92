/** Whether the prepared sound goes into the copy instead of the old one, or beside it. */
import type { SoundInfo } from '../../workers/media/contract';
import type { SoundGoes } from '../../workers/rewrite/contract';
import { Option } from '../ui/Option';

/** Of which a copy can have one more sound track. */
const TAKE_ONE_MORE = new Set(['mp4', 'mov', 'matroska', 'webm']);

export function takesBeside(info: Pick<SoundInfo, 'container'> | null): boolean {
  return TAKE_ONE_MORE.has(info?.container ?? '');
}

interface SoundGoesOptionProps {
  info: Pick<SoundInfo, 'container'> | null;
  goes: SoundGoes;
  disabled: boolean;
  onChange(goes: SoundGoes): void;
}

export function SoundGoesOption({ info, goes, disabled, onChange }: SoundGoesOptionProps) {
  if (!takesBeside(info))
    return (
      <p className="muted small">
        The new sound takes the place of the old: only MP4, QuickTime, Matroska and WebM files are given one
        more sound track here.
      </p>
    );
  return (
    <Option name="In the video it goes" label>
      <select
        value={goes}
        disabled={disabled}
        onChange={(event) => onChange(event.target.value as SoundGoes)}
      >
        <option value="instead">Instead of the old sound</option>
        <option value="beside">Beside it, as the first sound track</option>
      </select>
    </Option>
  );
}
