/** What measures: lip movement, and SyncNet where the visitor has stored its weights. */

import type { CheckSettings } from '../engine/check-types';
import type { ModelsStore } from '../engine/models-store';
import { useFreshModels } from '../engine/use-models';

interface EngineFieldsProps {
  settings: CheckSettings;
  models: ModelsStore;
  onChange(change: Partial<CheckSettings>): void;
}

export function EngineFields({ settings, models, onChange }: EngineFieldsProps) {
  const { engine, syncnetWindows } = settings;
  const stored = useFreshModels(models).models?.some(({ network }) => network === 'syncnet-v2') ?? null;
  if (stored === null && engine === 'auto') return null;
  if (stored === false && engine !== 'syncnet') {
    return (
      <p className="muted small">
        {'For SyncNet’s LSE-D and LSE-C, '}
        <a href="#/models">add its file in Models</a>.
      </p>
    );
  }
  return (
    <>
      <div className="field">
        <label htmlFor="engine">Measure by</label>
        <select
          id="engine"
          value={engine}
          onChange={(event) => onChange({ engine: event.target.value as CheckSettings['engine'] })}
        >
          <option value="auto">The built-in model, and SyncNet’s figures</option>
          <option value="lipslate">The built-in model alone (faster)</option>
          <option value="motion">Lip movement against loudness, without a model</option>
          <option value="syncnet">SyncNet</option>
        </select>
        {stored === false && (
          <p className="error-text small">
            {'SyncNet is no longer stored here. '}
            <a href="#/models">Add its file in Models</a>, or measure by the built-in model.
          </p>
        )}
      </div>
      {(engine === 'auto' || engine === 'syncnet') && (
        <div className="field">
          <label htmlFor="windows">SyncNet looks at</label>
          <select
            id="windows"
            value={syncnetWindows}
            onChange={(event) =>
              onChange({ syncnetWindows: event.target.value as CheckSettings['syncnetWindows'] })
            }
          >
            <option value="thinned">As much as its figures need</option>
            <option value="full">Every frame, as in the paper</option>
          </select>
        </div>
      )}
    </>
  );
}
