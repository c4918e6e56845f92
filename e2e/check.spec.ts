/** What a visitor is told about real files of known offset: the right number, sign, pattern and words. */
import { rmSync } from 'node:fs';
import { expect, test } from '@playwright/test';
import type { MeasuredRecord } from '../core/report/record';
import { expectAccessible } from './support/accessible';
import { type Checked, checkFiles, type EvidenceJson, measured } from './support/automation';
import { CheckPage } from './support/check-page';
import { CODECS, clip, RATES, SOUNDS, scratchCopy, TIMELINES, truthOf } from './support/fixtures';
import { hasFfmpeg, twoVoices } from './support/native-ffmpeg';
import { lagOf, readWav } from './support/wav';
import { unless, WIDE } from './support/wide';

/**
 * The portrait's mouth leads its sound by what the animation makes of phonemes, some 20 ms more than people's do, and
 * a few ms more or less in other sentences. Clips of the same sentences differ by their offset alone.
 */
const BIAS_MS = 45;
const OTHER_SENTENCES_MS = 25;
const SAME_SENTENCES_MS = 5;
/** What is allowed for people at 95 %. Clear speech adds next to nothing to it: 39.2 to 39.7 ms in all. */
const FLOOR_95_MS = 39.2;

const OFFSETS = ['in-sync', 'late-200', 'early-200', 'late-480', 'early-800'];
const SCENES = ['two-faces-right-speaks', 'two-faces-both-move', 'cut-away'];
const PATTERNS = ['drift-500ppm', 'drift-5000ppm', 'step-300'];

test.describe('measured', () => {
  const results = new Map<string, Checked>();

  // All in one page, as a visitor's folder of files: starting the workers takes longer than a clip.
  test.beforeAll(async ({ browser, baseURL }) => {
    test.setTimeout(400_000);
    const context = await browser.newContext();
    const page = await context.newPage();
    await page.goto(baseURL!);
    const names = [...OFFSETS, ...CODECS, ...RATES, ...TIMELINES, ...SOUNDS, ...SCENES, ...PATTERNS];
    const checked = await checkFiles(page, names.map(clip));
    names.forEach((name, i) => {
      results.set(name, checked[i]!);
    });
    await context.close();
  });

  const recordOf = (name: string): MeasuredRecord => measured(results.get(name)!);
  const evidenceOf = (name: string): EvidenceJson => results.get(name)!.evidence!;
  const offsetOf = (name: string): number => recordOf(name).offsetMs ?? Number.NaN;
  const errorOf = (name: string): number => offsetOf(name) - truthOf(name).truth!.offsetMs!;

  for (const name of [...OFFSETS, ...CODECS, ...RATES, ...TIMELINES, ...SOUNDS, ...SCENES]) {
    const truthMs = truthOf(name).truth!.offsetMs!;
    const verdict = truthMs === 0 ? 'in-sync' : truthMs > 0 ? 'late' : 'early';
    test(`${name} is told to be ${verdict}, steady, within ${BIAS_MS} ms of ${truthMs} ms`, () => {
      const record = recordOf(name);
      test.info().annotations.push({ type: 'offset', description: `${record.offsetMs} ms` });
      expect(record).toMatchObject({ verdict, pattern: 'constant', engine: 'lipslate' });
      expect(Math.abs(errorOf(name))).toBeLessThanOrEqual(BIAS_MS);
      expect(record.durationS).toBeCloseTo(truthOf(name).durationS!, 0);
      expect(record.segments).toHaveLength(1);
      expect(record.ci95Ms!).toBeLessThan(FLOOR_95_MS * 1.05);
    });
  }

  for (const [a, b, differenceMs] of [
    ['late-200', 'in-sync', 200],
    ['in-sync', 'early-200', 200],
    ['late-480', 'in-sync', 480],
    ['in-sync', 'early-800', 800],
    ['late-480', 'late-200', 280],
  ] as const) {
    const same = truthOf(a).master?.startS === truthOf(b).master?.startS;
    const limitMs = same ? SAME_SENTENCES_MS : OTHER_SENTENCES_MS;
    test(`${a} and ${b} are ${differenceMs} ms apart, within ${limitMs} ms`, () => {
      expect(Math.abs(offsetOf(a) - offsetOf(b) - differenceMs)).toBeLessThanOrEqual(limitMs);
    });
  }

  test('the same film in every codec and container is measured within 8 ms', () => {
    const offsets = CODECS.map(offsetOf);
    expect(Math.max(...offsets) - Math.min(...offsets)).toBeLessThanOrEqual(8);
  });

  for (const name of RATES) {
    const fps = truthOf(name).picture?.fps ?? 30;
    // Half a frame is asked for; coarse frames do better than that.
    const limitMs = Math.min(500 / fps, 20);
    test(`${name}: another frame rate changes the offset by less than ${limitMs.toFixed(0)} ms`, () => {
      expect(Math.abs(offsetOf(name) - offsetOf('h264-aac'))).toBeLessThanOrEqual(limitMs);
    });
  }

  test('ten frames a second are measured, and it is said that they make it less exact', () => {
    expect(recordOf('fps-10').warnings).toEqual([
      'The picture has few frames per second, so the offset is less exact.',
    ]);
  });

  for (const name of TIMELINES) {
    test(`${name}: what the container does to time changes the offset by less than 5 ms`, () => {
      expect(Math.abs(offsetOf(name) - offsetOf('h264-aac'))).toBeLessThanOrEqual(5);
    });
  }

  for (const name of SOUNDS) {
    test(`${name}: another kind of sound track changes the offset by less than 10 ms`, () => {
      expect(Math.abs(offsetOf(name) - offsetOf('h264-aac'))).toBeLessThanOrEqual(10);
    });
  }

  for (const name of ['two-faces-right-speaks', 'two-faces-both-move']) {
    const side = truthOf(name).speaker!;
    test(`${name}: the ${side} face is named as the speaker, for most of the clip`, () => {
      const { tracks, measurement } = evidenceOf(name);
      expect(tracks).toHaveLength(2);
      const speaker = tracks.find((track) => centreOf(track.boxes) > 0.5 === (side === 'right'))!;
      const spoken = measurement.activeSpeaker;
      expect(new Set(spoken.map((span) => span.trackId))).toEqual(new Set([speaker.id]));
      expect(spoken.reduce((sum, span) => sum + span.endS - span.startS, 0)).toBeGreaterThan(5);
      // The verdict is the speaker's own.
      const own = recordOf(name).tracks.find((track) => track.id === speaker.id)!;
      expect(Math.abs(own.offsetMs! - offsetOf(name))).toBeLessThan(10);
    });
  }

  test('a face that keeps its lips shut beside a speaker does not speak, and has no offset', () => {
    const { tracks } = evidenceOf('two-faces-right-speaks');
    const silent = tracks.find((track) => centreOf(track.boxes) < 0.5)!;
    const result = recordOf('two-faces-right-speaks').tracks.find((track) => track.id === silent.id)!;
    expect(result.offsetMs).toBeNull();
    expect(result.speakingS).toBeLessThan(0.5);
  });

  test('a cut to a landscape and back: both cuts found, nobody seen between them, one speaker', () => {
    const { cutsS, tracks } = evidenceOf('cut-away');
    const [awayS, backS] = truthOf('cut-away').cutsS as [number, number];
    expect(cutsS).toHaveLength(2);
    expect(cutsS[0]).toBeCloseTo(awayS, 1);
    expect(cutsS[1]).toBeCloseTo(backS, 1);
    expect(tracks).toHaveLength(2);
    const between = tracks.flatMap((track) => track.timesS).filter((t) => t >= awayS && t < backS);
    expect(between).toEqual([]);
    expect(recordOf('cut-away')).toMatchObject({ pattern: 'constant', warnings: [] });
  });

  test('a jump of 300 ms after 12 s is two parts, each with its offset', () => {
    const record = recordOf('step-300');
    expect(record).toMatchObject({ verdict: 'varies', pattern: 'steps' });
    const [before, after] = record.segments;
    expect(record.segments).toHaveLength(2);
    expect(Math.abs(after!.startS - 12)).toBeLessThan(1.5);
    expect(Math.abs(before!.offsetMs)).toBeLessThan(BIAS_MS);
    expect(Math.abs(after!.offsetMs - before!.offsetMs - 300)).toBeLessThan(OTHER_SENTENCES_MS);
    expect(record.warnings).toEqual(['The offset jumps, as it does where clips were joined.']);
  });

  test('12 ms of drift are no drift', () => {
    const record = recordOf('drift-500ppm');
    expect(record).toMatchObject({ verdict: 'in-sync', pattern: 'constant' });
    expect(Math.abs(record.offsetMs! - 6)).toBeLessThan(BIAS_MS);
  });

  test('150 ms of drift in 30 s are a drift of the right speed, from and to the right offsets', () => {
    const { pattern, verdict } = evidenceOf('drift-5000ppm').measurement;
    const { driftPpm, startMs, endMs } = truthOf('drift-5000ppm').truth!;
    expect(verdict).toBe('varies');
    if (pattern.kind !== 'drift') throw new Error(`The pattern is ${pattern.kind}, not a drift`);
    test.info().annotations.push({ type: 'drift', description: `${pattern.ppm} ppm` });
    expect(pattern.ppm / driftPpm!).toBeGreaterThan(0.75);
    expect(pattern.ppm / driftPpm!).toBeLessThan(1.25);
    expect(Math.abs(pattern.startMs - startMs!)).toBeLessThan(BIAS_MS);
    expect(Math.abs(pattern.endMs - endMs!)).toBeLessThan(BIAS_MS);
  });
});

test.describe('told on the page', () => {
  test.setTimeout(180_000);

  test('late, early and in sync in words: in the list, in the verdict, and what to do', async ({ page }) => {
    const room = new CheckPage(page);
    const told = page.getByRole('article');
    await room.open();
    await room.add(...['in-sync', 'late-200', 'early-200', 'step-300', 'two-faces-right-speaks'].map(clip));
    // Paused, nothing begins behind the first; the fourth is brought forward meanwhile.
    await page.getByRole('button', { name: 'Check step-300.mp4 next' }).click();
    await page.getByRole('button', { name: 'Pause', exact: true }).click();
    expect(await room.outcome('in-sync.mp4')).toBe('In sync');
    await expect(page.getByText('Paused: the next video waits.')).toBeVisible();
    for (const name of ['step-300', 'late-200', 'early-200', 'two-faces-right-speaks'])
      await expect(room.item(`${name}.mp4`).getByTestId('file-state')).toHaveText(/waiting/i);
    await expectAccessible(page);
    await page.getByRole('button', { name: 'Go on checking' }).click();
    await room.outcome('step-300.mp4');
    await expect(page.getByRole('button', { name: 'Cancel early-200.mp4' })).toBeVisible();
    expect(await room.outcome('late-200.mp4')).toMatch(/^(19|20)0.ms late: out of sync$/);
    expect(await room.outcome('early-200.mp4')).toMatch(/^2\d0.ms early: out of sync$/);
    expect(await room.outcome('step-300.mp4')).toBe('Varies: out of sync');
    expect(await room.outcome('two-faces-right-speaks.mp4')).toMatch(/^1\d0.ms late: slightly off$/);

    await room.item('late-200.mp4').getByRole('button').first().click();
    await expect(
      page.getByRole('heading', { name: /^The sound is about (19|20)0.ms late\.$/ }),
    ).toBeVisible();
    await expect(
      told.getByText(
        /Steady over the whole clip\. Sure \(\d\d.%\) of the match: between \d+ and \d+.ms late\./,
      ),
    ).toBeVisible();
    await expect(page.getByText(/^Move the sound (19\d|20\d).ms earlier to fix it\.$/)).toBeVisible();

    await expect(
      told.getByText(/what the lips do is heard (19|20)0.ms later\. Look at a p, b or m:/),
    ).toBeVisible();
    // The face has the number on the picture that it has in the plots.
    await expect(page.getByTestId('face-boxes')).toHaveText(/^Face 1( speaks)?$/);
    // The strongest match is where the offset is, 200 ms above the middle of ±1 s; the picture has come along.
    const map = page.getByRole('img', { name: /^Heat map/ });
    await map.scrollIntoViewIfNeeded();
    const { x, y, width, height } = (await map.boundingBox())!;
    await page.mouse.move(x + width / 2, y + 0.4 * height);
    await expect(page.getByText(/^(19|20|21)0.ms late: match (100|[89]\d).%$/)).toBeVisible();
    await page.mouse.move(x + width / 2, y + 0.9 * height);
    await expect(page.getByText(/^(79|80|81)0.ms early: match [0-4]?\d.%$/)).toBeVisible();
    // The wheel zooms, in and out again.
    const showing = page.getByText(/^Showing 0:0\d\.\d to 0:0\d\.\d$/);
    await page.keyboard.down('Control');
    await page.mouse.wheel(0, -240);
    await expect(showing).toBeVisible();
    await page.mouse.wheel(0, 480);
    await page.keyboard.up('Control');
    await expect(showing).toHaveCount(0);
    await expect(page.getByText(/^0:06 · 400 × 300 · 25 fps · /).first()).toBeVisible();
    await page.getByRole('button', { name: 'Hide the small player' }).click();
    await expect(page.getByRole('button', { name: 'Hide the small player' })).toHaveCount(0);
    await page.getByRole('button', { name: /^Corrected: sound/ }).click();
    await expect(page.getByText(/“Corrected” moves nothing here: this is what was measured\.$/)).toHaveCount(
      2,
    );

    // As loud at the next file.
    const volume = page.getByRole('slider', { name: 'Volume' });
    await volume.fill('0.4');
    await room.item('early-200.mp4').getByRole('button').first().click();
    await expect(volume).toHaveValue('0.4');
    await expect(page.getByRole('heading', { name: /^The sound is about 2\d0.ms early\.$/ })).toBeVisible();
    await expect(told.getByText(/Beyond what viewers accept \(ITU-R BT\.1359-1\)\./)).toBeVisible();
    await expect(page.getByText(/^Move the sound 2\d\d.ms later to fix it\.$/)).toBeVisible();

    await room.item('in-sync.mp4').getByRole('button').first().click();
    await expect(
      page.getByRole('heading', { name: /^The sound is in sync( \(10.ms early\))?\.$/ }),
    ).toBeVisible();
    await expect(page.getByText('Nothing needs fixing.')).toBeVisible();

    await room.item('step-300.mp4').getByRole('button').first().click();
    await expect(
      page.getByRole('heading', { name: 'The sound is off by different amounts in different parts.' }),
    ).toBeVisible();
    await expect(
      told.getByText(/It changes .*: 0:00–0:1[123] .*, 0:1[123]–0:\d\d (29|30)0.ms late\./),
    ).toBeVisible();
    await expect(page.getByRole('region', { name: 'Part by part' }).getByRole('listitem')).toHaveCount(2);

    await room.item('two-faces-right-speaks.mp4').getByRole('button').first().click();
    const faces = page.getByRole('region', { name: 'Face by face' }).getByRole('listitem');
    await expect(faces.filter({ hasText: 'Does not speak.' })).toHaveCount(1);
    await expect(faces.filter({ hasText: /Speaks for \d\.\d.s: 1\d0.ms late/ })).toHaveCount(1);
    // By the one that is silent nothing can be told; its lips are not watched again.
    const [silent] = (await faces.filter({ hasText: 'Does not speak.' }).textContent())!.match(/Face \d/)!;
    const judged = page.getByRole('combobox', { name: 'Measured by' });
    await judged.selectOption(`${silent!.toLowerCase()} alone`);
    await expect(page.getByText(`Measured by ${silent!.toLowerCase()} alone.`)).toBeVisible();
    expect(await room.outcome('two-faces-right-speaks.mp4')).toBe('Not sure');
    await judged.selectOption('all faces that speak');
    await expect(room.item('two-faces-right-speaks.mp4')).toContainText(/1\d0.ms late/);

    // In the Sound room the voice goes to where that face is: in the middle of the right half.
    await page.getByRole('button', { name: 'Make its speech clear' }).first().click();
    const place = page.getByRole('combobox', { name: 'Place of the voice' });
    await place.selectOption('headphones');
    await expect(page.getByText('through headphones only')).toBeVisible();
    await place.selectOption('stereo');
    await page.getByRole('button', { name: 'Make speech clear' }).click();
    await expect(page.getByText('placed where its face is, for loudspeakers')).toBeVisible({
      timeout: 60_000,
    });
    const arrived = page.waitForEvent('download');
    await page.getByRole('link', { name: 'Download two-faces-right-speaks.clear.wav' }).click();
    const { planes } = readWav(await (await arrived).path());
    const [left, right] = planes as [Float32Array, Float32Array];
    const power = (plane: Float32Array) => plane.reduce((sum, sample) => sum + sample * sample, 0);
    // Half way to the edge: (1 + 0.5) : (1 - 0.5).
    expect(Math.abs(10 * Math.log10(power(right) / power(left)) - 20 * Math.log10(3))).toBeLessThan(1);
    expect(lagOf(left, right, 100)).toBe(0);

    // Another file, of which no check told: what was chosen can be taken back.
    await page.getByTestId('sound-file').setInputFiles(clip('step-300'));
    await expect(page.getByText('only a check finds the faces')).toBeVisible();
    await place.selectOption('');
    await expect(place).toHaveCount(0);
  });

  test('a part alone: what comes behind the jump is off as a whole, and it is told what was looked at', async ({
    page,
  }) => {
    const room = new CheckPage(page);
    await room.open();
    await room.add(clip('step-300'));
    expect(await room.outcome('step-300.mp4')).toBe('Varies: out of sync');
    await page.getByRole('slider', { name: 'Position' }).fill('13.5');
    await page.keyboard.press('i');
    await page.keyboard.press('End');
    await page.keyboard.press('o');
    await expect(page.getByText(/^0:13\.5 to 0:\d\d\.\d$/)).toBeVisible();
    await expectAccessible(page);
    await page.getByRole('button', { name: 'Check this part' }).click();
    await expect(page.getByRole('button', { name: 'Cancel step-300.mp4' })).toBeVisible();
    expect(await room.outcome('step-300.mp4')).toMatch(/^(29|30|31)0.ms late: out of sync$/);
    await expect(page.getByText(/^Only 0:13\.5 to 0:\d\d\.\d was checked\.$/)).toBeVisible();
    await page.getByRole('button', { name: 'Clear', exact: true }).click();
    await page.getByRole('button', { name: 'Check the whole file' }).click();
    await expect(page.getByText(/^Only .* was checked\.$/)).toHaveCount(0);
    expect(await room.outcome('step-300.mp4')).toBe('Varies: out of sync');

    // Marked with the mouse on the ruler as well, and played over and over.
    const ruler = page.getByRole('slider', { name: 'Time in the file' });
    await ruler.scrollIntoViewIfNeeded();
    const { x, y, width, height } = (await ruler.boundingBox())!;
    await page.keyboard.down('Shift');
    await page.mouse.move(x + 0.25 * width, y + height / 2);
    await page.mouse.down();
    await page.mouse.move(x + 0.75 * width, y + height / 2, { steps: 3 });
    await page.mouse.up();
    await page.keyboard.up('Shift');
    const marked = page.getByText(/^0:0[4-7]\.\d to 0:1[5-9]\.\d$/);
    const [, startS, endS] = (await marked.textContent())!.match(/^0:0(\d\.\d) to 0:(\d\d\.\d)$/)!;
    await page.getByRole('checkbox', { name: 'Loop' }).check();
    const position = page.getByRole('slider', { name: 'Position' });
    await position.fill(String(Number(endS) - 0.3));
    await page.locator('#main').focus();
    await page.keyboard.press('Space');
    const positionS = async () => Number(await position.inputValue());
    await expect.poll(positionS).toBeLessThan(Number(endS) - 1);
    expect(await positionS()).toBeGreaterThan(Number(startS) - 0.1);
    await page.keyboard.press('k');

    // One that ends with the film goes on as well, though the player stops there.
    const filmS = Number(await position.getAttribute('max'));
    await position.fill(String(filmS));
    await page.locator('#main').focus();
    await page.keyboard.press('o');
    await position.fill(String(filmS - 0.4));
    await page.locator('#main').focus();
    await page.keyboard.press('Space');
    await expect.poll(positionS).toBeLessThan(filmS - 1);
    await expect(page.getByRole('button', { name: 'Pause' })).toBeVisible();
    await page.keyboard.press('k');
  });

  test('another profile changes the level, without the file being read again', WIDE, async ({ page }) => {
    const copy = scratchCopy(clip('cut-away'), 'gone.mp4');
    const room = new CheckPage(page);
    const told = page.getByRole('article');
    await room.open();
    await room.add(copy);
    await room.outcome('gone.mp4');
    const headline = page.getByRole('heading', { name: /^The sound is about 1\d0.ms late\.$/ });
    const words = await headline.textContent();
    await expect(told.getByText(/Some viewers notice, but they accept it \(ITU-R/)).toBeVisible();
    // What is gone cannot be read again.
    rmSync(copy);
    await page.getByRole('combobox', { name: 'Judge by' }).selectOption('atsc');
    await expect(told.getByText(/Beyond the limits for broadcast \(ATSC IS-191\)\./)).toBeVisible();
    expect(await room.outcome('gone.mp4')).toMatch(/^1\d0.ms late: out of sync$/);
    await page.getByRole('combobox', { name: 'Judge by' }).selectOption('strict');
    await expect(told.getByText(/More than one frame off \(strict, ±1 frame\)\./)).toBeVisible();
    await expect(headline).toHaveText(words!);
  });

  test('a channel that is chosen is the one that is measured, without the picture being watched again', async ({
    page,
  }) => {
    test.skip(!hasFfmpeg(), 'needs ffmpeg');
    const room = new CheckPage(page);
    await room.open();
    await room.add(twoVoices());
    expect(await room.outcome('two-voices-1.mkv')).toMatch(/^(49|50|51)0.ms late/);
    const channels = page.getByRole('combobox', { name: 'Channels' });
    await expect(channels).toHaveValue('1');
    await channels.selectOption('channel 4, bass (LFE)');
    await expect(page.getByRole('heading', { name: /^The sound is about (19|20)0.ms late\.$/ })).toBeVisible({
      timeout: 60_000,
    });
    await expect(channels).toHaveValue('1:4');
    await expect(page.getByText('As chosen, channel 4, bass (LFE) alone was listened to.')).toBeVisible();
  });

  for (const name of ['two-tracks-first-silent', 'two-tracks-first-other']) {
    test(
      `${name}: not sure by the first sound track, right by the second`,
      unless(name.endsWith('silent')),
      async ({ page }) => {
        const room = new CheckPage(page);
        await room.open();
        await room.add(clip(name));
        expect(await room.outcome(`${name}.mp4`)).toBe('Not sure');
        if (name === 'two-tracks-first-silent') {
          await expect(page.getByText('No speech was heard.').first()).toBeVisible();
          await expect(
            page.getByText('Check a part with speech, or choose another sound track.'),
          ).toBeVisible();
        }
        // Whoever speaks in it, the other track is pointed at.
        await expect(page.getByText(/^The second sound track has speech/)).toBeVisible();
        if (name === 'two-tracks-first-silent')
          await page.getByRole('button', { name: 'Check the second sound track' }).click();
        else await page.getByRole('combobox', { name: 'Sound track' }).selectOption({ index: 1 });
        await expect(
          page.getByRole('heading', { name: /^The sound is about 1[12]0.ms late\.$/ }),
        ).toBeVisible({
          timeout: 60_000,
        });
        await expect(page.getByRole('button', { name: 'Copy result' })).toBeVisible();
      },
    );
  }
});

/** Median centre of a face, from left (0) to right (1). */
function centreOf(boxes: readonly number[]): number {
  const centres = boxes.flatMap((x, i) => (i % 4 === 0 ? [x + boxes[i + 2]! / 2] : [])).sort((a, b) => a - b);
  return centres[centres.length >> 1] ?? Number.NaN;
}
