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
    navigator.clipboard
      .writeText(text)
      .then(() => setCopied('Copied.'))
      .catch(() => setCopied('This browser does not allow copying here.'));
  };
  return { copied, copy };
}
