import { build } from 'vite';
import { expect, it } from 'vitest';
import { mustHappen } from './vite-must-happen.mjs';

it('a build in which nothing was changed that must be changed fails, and says what to look for', async () => {
  const change = mustHappen('the package holds it no longer');
  const buildOf = (code: string) =>
    build({
      configFile: false,
      logLevel: 'silent',
      build: { write: false, rolldownOptions: { input: 'virtual' } },
      plugins: [
        change.plugin(),
        {
          name: 'changes',
          resolveId: (id) => id,
          load: () => code,
          transform(code) {
            if (code.includes('FAULTY')) change.happened();
          },
        },
      ],
    });
  await expect(buildOf('export const FAULTY = 1;')).resolves.toBeDefined();
  // Each build is counted by itself.
  await expect(buildOf('export const mended = 1;')).rejects.toThrow('the package holds it no longer');
});
