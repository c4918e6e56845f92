/** Settings as small JSON files: what they are of, their version, and what they hold (docs/projects.md, docs/sound.md). */
import { LipslateError } from '../../core/errors';

export interface SettingsKind {
  format: string;
  version: number;
}

export function settingsText({ format, version }: SettingsKind, content: object): string {
  return `${JSON.stringify({ format, version, ...content }, null, 2)}\n`;
}

/** @returns what the file holds, unchecked. @throws LipslateError 'settings-unreadable', 'settings-newer' */
export function readSettings(text: string, { format, version }: SettingsKind): Record<string, unknown> {
  const content = objectOf(text);
  if (content === null || typeof content['format'] !== 'string')
    throw new LipslateError('settings-unreadable');
  if (content['format'] !== format)
    throw new LipslateError(
      'settings-unreadable',
      content['format'],
      content['format'].startsWith('lipslate-') ? 'This file holds other settings of Lipslate.' : undefined,
    );
  const given = content['version'];
  if (typeof given === 'number' && given > version) throw new LipslateError('settings-newer', String(given));
  if (given !== version) throw new LipslateError('settings-unreadable', `version ${String(given)}`);
  return content;
}

function objectOf(text: string): Record<string, unknown> | null {
  try {
    const content: unknown = JSON.parse(text);
    return content !== null && typeof content === 'object' ? (content as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}
