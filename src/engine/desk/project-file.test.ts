import { readFileSync } from 'node:fs';
import Ajv2020 from 'ajv/dist/2020';
import { downloadZip } from 'client-zip';
import { describe, expect, test } from 'vitest';
import { blobSource } from '../../../core/checkpoint/source';
import { readZipDirectory, ZipReader } from '../../../core/checkpoint/zip';
import type { CheckJob, CheckSettings } from '../check-types';
import { fingerprintOf } from './fingerprint';
import { readProject, writeProject } from './project-file';
import { film, doneJob as job } from './testing/done-job';

const SETTINGS: CheckSettings = { profile: 'own:40/60', engine: 'auto', syncnetWindows: 'full', searchS: 3 };
const error = { code: 'not-a-video', message: 'This file is not a video.', hint: 'Drop another.' } as const;
const JOBS = [
  job(),
  job({ id: 'b', status: 'failed', evidence: null, media: null, error }),
  job({ id: 'c', status: 'working' }),
];

async function headOf(project: Blob): Promise<Record<string, unknown>> {
  const source = blobSource(project);
  const entry = (await readZipDirectory(source)).find(({ name }) => name === 'project.json')!;
  return JSON.parse(new TextDecoder().decode(await new ZipReader(source).read(entry, 0, entry.size)));
}

describe('a project file', () => {
  test('gives back results, settings and corrections; the videos are to be found again', async () => {
    const { settings, jobs } = await readProject(await writeProject(JOBS, SETTINGS));
    expect(settings).toEqual(SETTINGS);
    const [done, failed, open] = jobs;
    const { file: empty, away, ...back } = done!;
    const { file: _, away: __, ...before } = job();
    expect(back).toEqual(before);
    expect([empty.name, empty.type, empty.lastModified]).toEqual(['Ünterwegs.mp4', 'video/mp4', 1234]);
    expect(away).toEqual({ size: 4, fingerprint: await fingerprintOf(film), handle: null });
    expect(failed).toMatchObject({ status: 'failed', error });
    expect(open).toMatchObject({ status: 'cancelled', evidence: null, nudgeMs: -40 });
  });

  test('and the same once more, saved where the videos were never found', async () => {
    const once = await readProject(await writeProject(JOBS, SETTINGS));
    const twice = await readProject(await writeProject(once.jobs, once.settings));
    expect(twice).toEqual(once);
  });

  test('is described by its schema', async () => {
    const schema = JSON.parse(readFileSync('docs/project.schema.json', 'utf8'));
    const validate = new Ajv2020({ allowUnionTypes: true }).compile(schema);
    const head = await headOf(await writeProject(JOBS, SETTINGS));
    expect(validate(head), JSON.stringify(validate.errors)).toBe(true);
    expect(validate({ ...head, checks: [{}] })).toBe(false);
  });

  test('of a newer version is said to be newer; one that is damaged, or no project at all, is said to be unreadable', async () => {
    const project = await writeProject(JOBS, SETTINGS);
    const head = await headOf(project);
    const zipped = (change: object) =>
      downloadZip([{ name: 'project.json', input: JSON.stringify({ ...head, ...change }) }]).blob();
    await expect(readProject(await zipped({ version: 2 }))).rejects.toMatchObject({ code: 'project-newer' });
    const damaged = [
      new Blob(['no zip']),
      project.slice(0, project.size - 30),
      await zipped({}),
      await zipped({ format: 'other' }),
      await zipped({ settings: { ...SETTINGS, searchS: 1e9 } }),
      await zipped({ checks: [{ id: 1 }] }),
    ];
    for (const blob of damaged)
      await expect(readProject(blob)).rejects.toMatchObject({ code: 'project-unreadable' });
  });

  test('with findings of another shape is refused', async () => {
    const wrong = job();
    const measurement = { ...wrong.evidence!.measurement, votes: 'none' as never };
    const project = await writeProject(
      [{ ...wrong, evidence: { ...wrong.evidence!, measurement } }],
      SETTINGS,
    );
    await expect(readProject(project)).rejects.toMatchObject({ code: 'project-unreadable' });
  });

  test('in which a result is missing, or a check is there twice, is refused', async () => {
    const wrong: CheckJob[][] = [
      [job({ evidence: null })],
      [job({ media: null })],
      [job({ status: 'failed', error: null })],
      [job(), job()],
    ];
    for (const jobs of wrong)
      await expect(readProject(await writeProject(jobs, SETTINGS))).rejects.toMatchObject({
        code: 'project-unreadable',
      });
  });
});
