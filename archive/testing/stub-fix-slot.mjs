/** A slot without a browser that "fixes" clips: the copy is as it was asked for; a clip that says "broken" comes to nothing. */
import { readFileSync } from 'node:fs';
import { sha256Of } from '../hash.mjs';

process.on('disconnect', () => process.exit(0));
process.on('message', async ({ kind, path, settings }) => {
  const content = readFileSync(path, 'utf8');
  if (kind === 'hash')
    process.send({ kind: 'hash', sha256: await sha256Of(path), sizeBytes: content.length });
  else if (kind === 'open') process.send({ kind: 'open' });
  else if (content.includes('broken'))
    process.send({
      kind: 'record',
      record: { ok: false, error: { code: 'not-a-video', message: 'This file is not a video.' } },
    });
  else process.send({ kind: 'record', record: { ok: true, fix: { mode: settings.fix, good: true } } });
});
