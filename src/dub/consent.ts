/** The visitor's word that they may use the face and the voice; asked for once. */
import { recall, remember } from '../ui/local-storage';

export function hasConsent(): boolean {
  return recall('dub-consent', ['no', 'yes']) === 'yes';
}

export function rememberConsent(): void {
  remember('dub-consent', 'yes');
}
