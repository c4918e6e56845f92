/**
 * `npm run bench:accuracy`: how far the measured offset is from the truth on real clips, through the whole product.
 *
 * Every clip is shifted by known amounts, once by rewriting timestamps and once by shifting the sound's samples, and
 * each shifted file goes through the headless check. Needs ffmpeg, and a folder of clips with a csv (bench/README.md).
 * Then the same clips in pieces and in noise (bench/windows.mjs).
 * Options: --clips DIR (default ../shared/clips), --split dev, --only TEXT, --shifts 0,80,-80, --by timestamps|samples|both,
 * --engines motion,lipslate (side by side; with --model FILE also syncnet), --fps 15,25,30,60 (pictures encoded anew;
 * none: --fps ''), --whole (no pieces, no noise).
 */
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { main, mustRun, ROOT, UserError } from '../scripts/lib.mjs';
import { accuracyTable, reliabilityTable } from './accuracy-table.mjs';
import { readCsv } from './csv.mjs';

const SHORTEST_S = 2.95;

main(async () => {
  const { values } = parseArgs({
    options: {
      clips: { type: 'string', default: join(ROOT, '../shared/clips') },
      split: { type: 'string', default: 'dev' },
      only: { type: 'string', default: '' },
      shifts: { type: 'string', default: '0,80,-80,200,-200,480,-480,800,-800' },
      by: { type: 'string', default: 'both' },
      engines: { type: 'string', default: 'motion,lipslate' },
      fps: { type: 'string', default: '15,25,30,60' },
      model: { type: 'string' },
      whole: { type: 'boolean', default: false },
    },
  });
  const list = join(values.clips, `${values.split}.csv`);
  if (!existsSync(list)) throw new UserError(`skipped: no clips at ${list} (see bench/README.md)`);
  const known = JSON.parse(readFileSync(join(ROOT, 'bench/clips.json'), 'utf8'));
  const clips = readCsv(list)
    .filter(
      (row) => Number(row.duration_s) >= SHORTEST_S && row.speakers_in_view === '1' && row.kind === 'real',
    )
    .filter((row) => !(row.file in known.voiceOver) && row.file.includes(values.only))
    .map((row) => ({ ...row, path: resolve(values.clips, values.split, row.file) }));
  const shifts = values.shifts.split(',').map(Number);
  const ways = values.by === 'both' ? ['timestamps', 'samples'] : [values.by];
  const folder = join(ROOT, '.cache/bench-accuracy');
  mkdirSync(folder, { recursive: true });

  const nominalMs = ({ file }) => known.nominalMs[file] ?? 0;
  const cases = await casesOf(
    clips,
    { shifts, ways, rates: values.fps.split(',').filter(Boolean) },
    nominalMs,
    folder,
  );
  const results = [];
  const engines = values.engines.split(',');
  for (const engine of engines) {
    await checkAll(
      cases.map((one) => one.path),
      ['--engine', engine, ...(engine === 'syncnet' ? ['--model', resolve(values.model ?? '')] : [])],
      (record, i) => {
        const { clip, shiftMs, way, truthMs } = cases[i];
        const errorMs = record.ok && record.offsetMs !== null ? record.offsetMs - truthMs : null;
        results.push({
          engine,
          file: clip.file,
          source: clip.source,
          shiftMs,
          way,
          truthMs,
          errorMs,
          record,
        });
        const done = `${results.length}/${engines.length * cases.length}`;
        process.stderr.write(`\r\u001b[K${done} ${engine} ${clip.file} ${shiftMs} ms ${way}`);
      },
    );
  }
  process.stderr.write('\r\u001b[K');
  mkdirSync(join(ROOT, 'bench/results'), { recursive: true });
  writeFileSync(join(ROOT, 'bench/results/accuracy.json'), JSON.stringify(results, null, 1));
  for (const engine of engines) {
    const own = results.filter((result) => result.engine === engine);
    process.stdout.write(`\n**${engine}**\n\n${accuracyTable(own, known)}\n\n${reliabilityTable(own)}\n`);
  }
  if (!values.whole) await pieces(clips, values.split, engines, join(folder, 'features'));
});

/** The files that are checked, made where they are not there yet. */
async function casesOf(clips, { shifts, ways, rates }, nominalMs, folder) {
  const cases = [];
  for (const clip of clips) {
    for (const shiftMs of shifts) {
      for (const way of shiftMs === 0 ? ways.slice(0, 1) : ways) {
        const path = await shifted(clip.path, shiftMs, way, folder);
        cases.push({ clip, shiftMs, way, path, truthMs: nominalMs(clip) + shiftMs });
      }
    }
  }
  for (const clip of clips) {
    for (const fps of rates) {
      const path = await atRate(clip.path, fps, folder);
      cases.push({ clip, shiftMs: 0, way: `${fps} fps`, path, truthMs: nominalMs(clip) });
    }
  }
  return cases;
}

/** In Node, on what the product saw of each clip; SyncNet needs the pictures themselves. */
async function pieces(clips, split, engines, folder) {
  const inNode = engines.filter((engine) => engine !== 'syncnet');
  if (inNode.length === 0 || clips.length === 0) return;
  const node = (script, args) => mustRun(process.execPath, [join(ROOT, script), ...args]);
  await node('training/extract-features.mjs', [
    '--prefix',
    `${split}-`,
    folder,
    ...clips.map(({ path }) => path),
  ]);
  await node('bench/windows.mjs', [folder, '--split', split, '--engines', inNode.join(',')]);
}

/** A copy of the clip whose sound is later by shiftMs (negative: earlier). Picture packets are copied. */
async function shifted(path, shiftMs, way, folder) {
  const out = join(folder, `${path.split('/').at(-1)}.${way}.${shiftMs}.mkv`);
  if (existsSync(out)) return out;
  const base = ['-v', 'error', '-y'];
  const seconds = String(Math.abs(shiftMs) / 1000);
  if (way === 'timestamps') {
    // Whichever track must wait gets the offset, so that no timestamp is negative.
    const late = ['-itsoffset', seconds, '-i', path];
    const inputs = shiftMs >= 0 ? ['-i', path, ...late] : [...late, '-i', path];
    await mustRun('ffmpeg', [...base, ...inputs, '-map', '0:v:0', '-map', '1:a:0', '-c', 'copy', out], {
      quiet: true,
    });
  } else {
    const filter = shiftMs >= 0 ? `adelay=${shiftMs}:all=1` : `atrim=start=${seconds},asetpts=PTS-STARTPTS`;
    const sound = ['-af', filter, '-c:a', 'pcm_s16le'];
    await mustRun(
      'ffmpeg',
      [...base, '-i', path, '-map', '0:v:0', '-map', '0:a:0', '-c:v', 'copy', ...sound, out],
      {
        quiet: true,
      },
    );
  }
  return out;
}

/** A copy with another frame rate; the sound is copied. */
async function atRate(path, fps, folder) {
  const out = join(folder, `${path.split('/').at(-1)}.${fps}fps.mkv`);
  if (existsSync(out)) return out;
  const picture = ['-vf', `fps=${fps}`, '-c:v', 'libx264', '-preset', 'veryfast', '-crf', '18'];
  const args = ['-v', 'error', '-y', '-i', path, '-map', '0:v:0', '-map', '0:a:0', ...picture];
  await mustRun('ffmpeg', [...args, '-pix_fmt', 'yuv420p', '-c:a', 'copy', out], { quiet: true });
  return out;
}

function checkAll(files, options, onRecord) {
  return new Promise((done, fail) => {
    const child = spawn(process.execPath, [join(ROOT, 'scripts/check.mjs'), ...options, ...files], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    let count = 0;
    createInterface({ input: child.stdout }).on('line', (line) => onRecord(JSON.parse(line), count++));
    child.on('error', fail);
    child.on('close', () =>
      count === files.length ? done() : fail(new UserError(`${count} of ${files.length} checked`)),
    );
  });
}
