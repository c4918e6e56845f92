/** A list of checks as one file, to be opened again later or on another machine: a zip (docs/projects.md). */
import { downloadZip } from 'client-zip';
import { blobSource } from '../../../core/checkpoint/source';
import { readZipDirectory, type ZipEntry, ZipReader } from '../../../core/checkpoint/zip';
import { LipslateError } from '../../../core/errors';
import { toFailedRecord } from '../../../core/report/record';
import { packTypedJson, unpackTypedJson } from '../../../core/typed-json';
import { awayJob, type Findings, findingsOf, keptStatusOf } from '../check-job';
import type { CheckJob, CheckSettings } from '../check-types';
import { checkedOf, recordOf } from '../checked';
import { fingerprintOf } from './fingerprint';
import {
  isProjectFindings,
  isProjectHead,
  PROJECT_FORMAT,
  PROJECT_VERSION,
  type ProjectCheck,
  type ProjectHead,
} from './project-shape';

const HEAD_NAME = 'project.json';
/** More than the longest film has; a file may say anything of its sizes. */
const MOST_BYTES = 128 * 1024 * 1024;
const MOST_CHECKS = 1000;

export interface Project {
  settings: CheckSettings;
  /** All away: the videos are not in the file. */
  jobs: CheckJob[];
}

/** What is worked on goes in as not finished. */
export async function writeProject(jobs: readonly CheckJob[], settings: CheckSettings): Promise<Blob> {
  const checks: ProjectCheck[] = [];
  for (const [i, job] of jobs.entries()) checks.push(await checkOf(job, `checks/${i + 1}.bin`));
  const head: ProjectHead = {
    format: PROJECT_FORMAT,
    version: PROJECT_VERSION,
    savedAt: new Date().toISOString(),
    settings,
    checks,
  };
  const entries = [
    { name: HEAD_NAME, input: `${JSON.stringify(head, null, 1)}\n` },
    ...jobs.map((job, i) => ({ name: checks[i]!.findings, input: packTypedJson(findingsOf(job)) })),
  ];
  return downloadZip(entries).blob();
}

/** @throws LipslateError 'project-unreadable', 'project-newer', 'file-changed' */
export async function readProject(file: Blob): Promise<Project> {
  const source = blobSource(file);
  const reader = new ZipReader(source);
  try {
    const entries = new Map((await readZipDirectory(source)).map((entry) => [entry.name, entry]));
    const head: unknown = JSON.parse(
      new TextDecoder().decode(await contentOf(reader, entries.get(HEAD_NAME))),
    );
    const { version } = (head ?? {}) as { version?: unknown };
    if (typeof version === 'number' && version > PROJECT_VERSION) throw new LipslateError('project-newer');
    if (!isProjectHead(head) || head.checks.length > MOST_CHECKS) throw unreadable('project.json');
    const jobs: CheckJob[] = [];
    for (const check of head.checks) {
      const findings = unpackTypedJson(await contentOf(reader, entries.get(check.findings)));
      if (!isProjectFindings(findings) || !isWhole(check, findings)) throw unreadable(check.findings);
      if (jobs.some(({ id }) => id === check.id)) throw unreadable(`${check.id} is there twice`);
      jobs.push(jobOf(check, findings));
    }
    return { settings: head.settings, jobs };
  } catch (cause) {
    if (cause instanceof LipslateError && /^(project-|file-changed)/.test(cause.code)) throw cause;
    throw unreadable(String(cause));
  }
}

/** What is done has a result to be shown, and what failed a reason. */
function isWhole({ status }: ProjectCheck, { media, evidence, error }: Findings): boolean {
  if (status === 'done') return media !== null && evidence !== null;
  return status === 'open' || error !== null;
}

async function contentOf(reader: ZipReader, entry: ZipEntry | undefined): Promise<Uint8Array> {
  if (!entry || entry.size > MOST_BYTES)
    throw unreadable(entry ? `${entry.name} is too large` : 'a part is missing');
  return reader.read(entry, 0, entry.size);
}

async function checkOf(job: CheckJob, findings: string): Promise<ProjectCheck> {
  const { id, file, away, nudgeMs } = job;
  const checked = checkedOf(job);
  const record =
    job.status === 'failed' && job.error
      ? toFailedRecord(file.name, job.error)
      : job.status === 'done' && checked
        ? recordOf(checked)
        : null;
  return {
    id,
    file: {
      name: file.name,
      type: file.type,
      sizeBytes: away?.size ?? file.size,
      lastModifiedMs: file.lastModified,
      fingerprint: away ? away.fingerprint : await fingerprintOf(file),
    },
    status: keptStatusOf(job),
    correctionByHandMs: nudgeMs,
    record,
    findings,
  };
}

function jobOf({ id, file, status, correctionByHandMs }: ProjectCheck, findings: Findings): CheckJob {
  const { name, type, lastModifiedMs: lastModified, sizeBytes: size, fingerprint } = file;
  const away = { name, type, lastModified, size, fingerprint, handle: null };
  return awayJob(id, away, status, { ...findings, nudgeMs: correctionByHandMs });
}

function unreadable(what: string): LipslateError {
  return new LipslateError('project-unreadable', what);
}
