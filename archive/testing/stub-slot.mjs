/** A slot without a browser, for what the queue itself is to be held to: its "clips" are text files that say what happens. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

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
    const record = text.startsWith('broken')
      ? { file: path, ok: false, error: { code: 'not-a-video', message: 'This file is not a video.' } }
      : {
          file: path,
          ok: true,
          verdict: text.length % 2 ? 'late' : 'in-sync',
          offsetMs: Number(text.split(' ')[1]),
          ci95Ms: 40,
          probability: 0.9,
          pattern: 'constant',
          durationS: 1,
          tracks: [{ id: 1, speakingS: 0.5 }],
          syncnet: null,
          warnings: [],
        };
    setTimeout(() => tell({ kind: 'record', record }), 5);
  } catch (error) {
    tell({ kind: 'failed', code: error.code ?? 'internal', message: error.message });
  }
});
