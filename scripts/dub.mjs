/**
 * `npm run --silent dub -- --face FILE --speech FILE --out FILE`: gives a face new speech in headless Chromium through
 * the built page, and prints one JSON line. Standard output holds this line and nothing else. See docs/headless.md.
 */
import { mkdirSync } from 'node:fs';
import { dirname, extname, resolve } from 'node:path';
import { CHROMIUM_ARGS, ensureChromium } from './browser.mjs';
import { build } from './build.mjs';
import { unwritable, whole } from './check-output.mjs';
import { dubInPage, ModelProblem } from './check-page.mjs';
import { readSpeeches } from './dub-speeches.mjs';
import { command, failure, isReadable, oneOf, readOptions, secondsOf, UsageError } from './lib.mjs';
import { serve } from './serve.mjs';

const USAGE = `Usage: npm run --silent dub -- --face FILE (--speech FILE | --text TEXT) --out FILE [options]

  --face FILE           the video or photo whose face is to speak
  --speech FILE         what it is to say: sound, or a video with sound; the result is as long
  --speech FACES:FILE   several times, for several speakers in one pass: the face (1, or 1,4 for two) that says this.
                        Faces count by their first appearance, and are one in all shots in which somebody is known
                        again; 1.2 is the second appearance of face 1 alone. A number that is none tells which there are. The first speech
                        (FILE, --text, or else the first without @T) begins with the result, each other one where its face
                        comes into view
  --speech FACES@T:FILE begins at this time of the result instead
  --text TEXT           instead: English text, spoken by a guide voice, which is a placeholder
  --voice slt|rms       whose voice that is: a woman's (default) or a man's
  --out FILE            where the result goes, as .mp4 or .webm; an mp4 holds the signed note
  --engine own|wav2lip  what makes the mouth (default own, which is built in)
  --model FILE          Wav2Lip's weights, as downloaded. Naming them accepts their licence: no commercial use
  --no-detail           leaves Wav2Lip's mouths as soft as they are drawn; by default what 96 pixels cannot hold is taken
                        from the picture
  --sound new|over|original
                        what is heard: the new speech (default), the new speech over what is heard beside the voice in
                        the face's own video, or that video's own sound
  --from T --to T       dubs this stretch of the video alone, in seconds or as 1:02:03.5; the rest of picture and sound
                        stays as it is
  --fit                 makes the speech as long as the video or stretch: pauses first, then words by up to 12 %; what is left over
                        is told in the warnings
  --help                this text

Use only faces and voices of people who agreed to it. The result says by a badge and a note what it is.
One JSON line on standard output, progress on standard error.
Exit status: 0 the file was made, 1 it was not, 2 wrong arguments.`;

await command(USAGE, () => dub(readArguments(process.argv.slice(2))));

function readArguments(args) {
  const text = { type: 'string' };
  const { values } = readOptions(
    args,
    {
      face: text,
      speech: { type: 'string', multiple: true, default: [] },
      text,
      voice: { type: 'string', default: 'slt' },
      out: text,
      engine: { type: 'string', default: 'own' },
      model: text,
      sound: { type: 'string', default: 'new' },
      fit: { type: 'boolean', default: false },
      'no-detail': { type: 'boolean', default: false },
      from: text,
      to: text,
    },
    USAGE,
    { allowPositionals: false },
  );
  const { face, voice, out, engine, model, sound, fit } = values;
  for (const name of ['face', 'out'])
    if (values[name] === undefined) throw new UsageError(`--${name} is missing.`);
  const { speech, faces, speakers } = readSpeeches(values.speech, values.text !== undefined);
  oneOf('--voice', voice, ['slt', 'rms']);
  oneOf('--engine', engine, ['own', 'wav2lip']);
  oneOf('--sound', sound, ['new', 'over', 'original']);
  if (engine === 'wav2lip' && model === undefined)
    throw new UsageError('--engine wav2lip: give its weights with --model FILE.');
  if (engine === 'own' && model !== undefined)
    throw new UsageError('--model: the own mouth needs none; add --engine wav2lip.');
  if (engine === 'own' && values['no-detail'])
    throw new UsageError('--no-detail: the own mouth is as sharp as the picture; add --engine wav2lip.');
  if (model !== undefined && !isReadable(model))
    throw new UsageError(`--model ${model}: this file cannot be opened.`);
  const container = { '.mp4': 'mp4', '.webm': 'webm' }[extname(out).toLowerCase()];
  if (container === undefined) throw new UsageError(`--out ${out}: give it the ending .mp4 or .webm.`);
  if (speakers.length > 0 && fit)
    throw new UsageError(
      '--fit: several speeches are not fitted, as they would no longer answer each other.',
    );
  const given = [face, speech, ...speakers.map((one) => one.speech)].filter((file) => file !== undefined);
  if (given.some((file) => resolve(file) === resolve(out)))
    throw new UsageError(`--out ${out}: this would overwrite what it is made of.`);
  const part = readStretch(values.from, values.to);
  return {
    face,
    speech,
    ...(faces.length > 0 && { faces }),
    speakers,
    text: values.text,
    voice,
    out,
    engine,
    model,
    sound,
    fit,
    detail: !values['no-detail'],
    container,
    ...(part && { part }),
  };
}

/** @returns {{ startS: number, endS: number } | null} */
function readStretch(from, to) {
  if (from === undefined && to === undefined) return null;
  if (from === undefined || to === undefined) throw new UsageError('--from and --to: give both.');
  const [startS, endS] = [from, to].map(secondsOf);
  if (!(endS > startS))
    throw new UsageError(
      `--from ${from} --to ${to}: give two times, such as 83.5 or 1:23.5, the earlier first.`,
    );
  return { startS, endS };
}

async function dub({ out, ...wishes }) {
  const { face, speech, speakers, text, model } = wishes;
  const tell = (record) => {
    process.stdout.write(`${JSON.stringify({ face, speech, text, ...record })}\n`);
    return record.ok ? 0 : 1;
  };
  for (const file of [face, speech, ...speakers.map((one) => one.speech)])
    if (file !== undefined && !isReadable(file))
      return tell(failure('file-unreadable', `${file}: this file cannot be opened.`));
  await build({ quiet: true });
  const { chromium } = await import('@playwright/test');
  const server = await serve();
  const browser = await chromium.launch({
    executablePath: await ensureChromium({ quiet: true }),
    args: CHROMIUM_ARGS,
  });
  const startMs = performance.now();
  try {
    const { kept, ...record } = await dubInPage(browser, server.url, wishes, (file) => keep(file, out));
    if (!record.ok) return tell(record);
    if (kept) return tell({ ok: false, error: kept });
    return tell({ out, ...record, wallS: Math.round((performance.now() - startMs) / 10) / 100 });
  } catch (error) {
    if (error instanceof ModelProblem) throw new UsageError(`--model ${model}: ${error.message}`);
    return tell(failure('worker-died', error.message.split('\n')[0]));
  } finally {
    await browser.close();
    await server.close();
  }
}

/** @returns {Promise<object | null>} what is wrong */
async function keep(downloading, out) {
  const file = await downloading;
  try {
    mkdirSync(dirname(resolve(out)), { recursive: true });
    await whole(out, (made) => file.saveAs(made));
    return null;
  } catch (error) {
    return unwritable('The dubbed video', dirname(out), error);
  }
}
