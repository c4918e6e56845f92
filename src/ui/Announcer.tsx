/** Announces changes to screen readers: each one once, and never figures that change all the time. */
import { useEffect, useRef, useState } from 'react';

export interface News {
  /** Changes exactly when the sentence is worth saying again. */
  key: string;
  /** Empty: there is nothing to say. */
  sentence: string;
}

interface AnnouncerProps {
  /** By topic. A plain sentence is said whenever it changes. */
  news: Readonly<Record<string, News | string>>;
  testId: string;
}

export function Announcer({ news, testId }: AnnouncerProps) {
  const spoken = useRef(new Map<string, string>());
  const [message, setMessage] = useState('');
  useEffect(() => {
    const sentences: string[] = [];
    for (const [topic, item] of Object.entries(news)) {
      const { key, sentence } = typeof item === 'string' ? { key: item, sentence: item } : item;
      if (spoken.current.get(topic) === key) continue;
      spoken.current.set(topic, key);
      if (sentence !== '') sentences.push(sentence);
    }
    if (sentences.length > 0) setMessage(sentences.join(' '));
  }, [news]);
  return (
    <div className="visually-hidden" role="status" data-testid={testId}>
      {message}
    </div>
  );
}
