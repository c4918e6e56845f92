/** A slot without a browser, for what the queue itself is to be held to: its "clips" are text files that say what happens. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { recordOf } from './stub-record.mjs';

const tell = (message) => process.send(message, () => {});

process.on('disconnect', () => process.exit(0));
process.on('message', ({ kind, path }) => {
  try {
    const text = readFileSync(path, 'utf8');
    if (kind === 'hash') {
      tell({
        kind: 'hash',
        sha256: createHash('sha256').update(text).digest('hex'),
        sizeBytes: text.length,
      });
      return;
    }
    tell({ kind: 'progress', doneS: 0, totalS: 1 });
    if (text.startsWith('kills')) process.kill(process.pid, 'SIGKILL');
    const record = recordOf(path, text);
    setTimeout(() => tell({ kind: 'record', record }), 5);
  } catch (error) {
    tell({ kind: 'failed', code: error.code ?? 'internal', message: error.message });
  }
});
