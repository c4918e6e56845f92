/** Copies to the clipboard (null: there is nothing), and says for a moment whether it went through. */
import { useEffect, useState } from 'react';

const SHOWN_MS = 2500;

export function useCopy(): { copied: string; copy(text: string | null): void } {
  const [copied, setCopied] = useState('');
  useEffect(() => {
    if (copied === '') return;
    const timer = setTimeout(() => setCopied(''), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [copied]);
  const copy = (text: string | null) => {
    if (text === null) return;
    const refused = 'This browser does not allow copying here.';
    // Some browsers give no clipboard at all.
    (navigator.clipboard?.writeText(text) ?? Promise.reject(new Error(refused)))
      .then(() => setCopied('Copied.'))
      .catch(() => setCopied(refused));
  };
  return { copied, copy };
}
