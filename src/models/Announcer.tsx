/** Tells screen readers what became of an import. Never figures that tick. */
import { useEffect, useRef, useState } from 'react';
import type { ModelsState } from '../engine/models-store';

export function Announcer({ state }: { state: ModelsState }) {
  const { imports, models, added } = state;
  const spoken = useRef(new Map<string, string>());
  const [message, setMessage] = useState('');
  useEffect(() => {
    const news: string[] = [];
    for (const { id, file, status, error } of imports) {
      if (spoken.current.get(id) === status) continue;
      spoken.current.set(id, status);
      if (status === 'working') news.push(`Adding ${file.name}.`);
      if (status === 'cancelled') news.push('Cancelled.');
      if (status === 'failed' && error) news.push(`${file.name}: ${error.message} ${error.hint}`);
    }
    if (news.length > 0) setMessage(news.join(' '));
  }, [imports]);
  useEffect(() => {
    const model = models?.find(({ id }) => id === added?.modelId);
    if (!added || !model) return;
    const { mustAccept, acceptedAt } = model.licence;
    const next =
      mustAccept && acceptedAt === null ? ' Read and accept its licence notice before it is used.' : '';
    setMessage(`${model.name} ${added.again ? 'was stored already' : 'is stored'}.${next}`);
  }, [added, models]);
  return (
    <div className="visually-hidden" role="status" data-testid="models-announcer">
      {message}
    </div>
  );
}
