/** Manifests written into videos and read back, by the real library in a real browser, under the site's policy. */
import { expect, type Page } from '@playwright/test';
import { ERROR_TEXTS } from '../core/errors';
import type { OwnCertificate, Provenance } from '../workers/provenance/contract';
import { type KeyName, KeyUsageFlags, madeCertificate, type Wishes } from './support/certificates';
import { clip, fixture } from './support/fixtures';
import { openHarness } from './support/harness';
import { test } from './support/recorder';

const SOURCE_TYPE = 'http://cv.iptc.org/newscodes/digitalsourcetype/compositeWithTrainedAlgorithmicMedia';
const UNTRUSTED = 'signingCredential.untrusted';

const PROVENANCE: Provenance = {
  title: 'Portrait, dubbed.mp4',
  software: 'Lipslate 0.1.0',
  ingredients: [
    { title: 'portrait <b>.mp4', relationship: 'parentOf', mimeType: 'video/mp4' },
    { title: 'speech.wav', relationship: 'componentOf', mimeType: 'audio/wav' },
  ],
  createdAt: '2026-11-21T10:00:00Z',
};

test.describe('a signed video', () => {
  test('says what it is, is valid and not trusted, and plays as before', async ({ page, recorder }) => {
    await openHarness(page, clip('in-sync'));
    const { readBack, sidecar, again, text, played } = await page.evaluate(async (provenance) => {
      const { harness } = window;
      const { file, ...rest } = await harness
        .provenance()
        .sign(harness.file(), 'video/mp4', provenance, null);
      const video = Object.assign(document.createElement('video'), {
        src: URL.createObjectURL(file),
        muted: true,
      });
      await video.play();
      const played = { type: file.type, durationS: video.duration, width: video.videoWidth };
      const text = new TextDecoder('latin1').decode(await file.arrayBuffer());
      return {
        ...rest,
        again: await harness.provenance().read(file, 'video/mp4; codecs="avc1"'),
        text,
        played,
      };
    }, PROVENANCE);
    expect(readBack).toEqual({
      valid: true,
      trusted: false,
      title: PROVENANCE.title,
      digitalSourceType: SOURCE_TYPE,
      signer: "Lipslate 0.1.0, in the visitor's browser, Lipslate (self-signed)",
      problems: [UNTRUSTED],
    });
    expect(again).toEqual(readBack);
    expect(sidecar).toBeNull();
    const said = ['c2pa.opened', 'c2pa.placed', 'c2pa.edited', 'parentOf', 'componentOf', 'portrait <b>.mp4'];
    for (const word of [...said, 'speech.wav', PROVENANCE.createdAt]) expect(text).toContain(word);
    expect(played).toMatchObject({ type: 'video/mp4', width: 400 });
    expect(played.durationS).toBeCloseTo(6, 1);
    expect(recorder.outside).toEqual([]);
  });

  test('made of a photo and speech was created, not edited from another video', async ({ page }) => {
    await openHarness(page, clip('in-sync'));
    const ingredients = PROVENANCE.ingredients.map((each) => ({
      ...each,
      relationship: 'componentOf' as const,
    }));
    const { readBack, text } = await signed(page, { ...PROVENANCE, ingredients });
    expect(readBack).toMatchObject({ valid: true, digitalSourceType: SOURCE_TYPE });
    expect(text).toContain('c2pa.created');
    expect(text).not.toContain('c2pa.opened');
  });

  test('is found out when one byte of picture, index or manifest is changed', async ({ page }) => {
    await openHarness(page, clip('in-sync'));
    const found = await page.evaluate(async (provenance) => {
      const worker = window.harness.provenance();
      const { file } = await worker.sign(window.harness.file(), 'video/mp4', provenance, null);
      const bytes = new Uint8Array(await file.arrayBuffer());
      const text = new TextDecoder('latin1').decode(bytes);
      const places = {
        picture: bytes.length - 1000,
        index: text.indexOf('mvhd') + 12,
        title: text.indexOf('Portrait, dubbed'),
        ingredient: text.indexOf('speech.wav'),
      };
      const results: Record<string, { valid: boolean; problems: string[] } | null> = {};
      for (const [name, at] of Object.entries(places)) {
        const changed = bytes.slice();
        changed[at]! ^= 1;
        results[name] = await worker.read(new Blob([changed]), 'video/mp4');
      }
      return results;
    }, PROVENANCE);
    for (const [name, result] of Object.entries(found)) expect(result?.valid, name).toBe(false);
    expect(found['picture']!.problems).toContain('assertion.bmffHash.mismatch');
    expect(found['title']!.problems).toContain('claimSignature.mismatch');
  });
});

test('a video without a manifest has none, and WebM cannot hold one', async ({ page }) => {
  await openHarness(page, clip('in-sync'), fixture('vp9-opus.webm'));
  const { mp4, webm, error } = await page.evaluate(async (provenance) => {
    const { harness } = window;
    const worker = harness.provenance();
    return {
      mp4: await worker.read(harness.file(0), 'video/mp4'),
      webm: await worker.read(harness.file(1), 'video/webm;codecs=vp9'),
      error: await harness.errorOf(worker.sign(harness.file(1), 'video/webm', provenance, null)),
    };
  }, PROVENANCE);
  expect(mp4).toBeNull();
  expect(webm).toBeNull();
  expect(error).toMatchObject({
    code: 'provenance-unsupported',
    message: 'A file of this kind cannot hold a provenance manifest.',
    hint: ERROR_TEXTS['provenance-unsupported'].hint,
  });
});

test.describe("the visitor's own certificate", () => {
  for (const key of ['ES256', 'ES384', 'PS256', 'Ed25519'] satisfies KeyName[]) {
    test(`${key} signs`, async ({ page }) => {
      await openHarness(page, clip('in-sync'));
      const { readBack, text } = await signed(page, PROVENANCE, await madeCertificate({ key }));
      expect(readBack).toMatchObject({ valid: true, trusted: false, signer: 'Ada Lovelace, Studio Ltd' });
      // The authority between goes along, the root does not.
      expect(text).toContain('Between');
    });
  }

  const unusable: [string, Wishes, RegExp][] = [
    ['signed itself', { selfSigned: true }, /signed itself/],
    ['expired', { notAfter: new Date('2021-02-03') }, /was valid until 2021-02-03/],
    ["is an authority's", { authority: true }, /certificate of an authority/],
    ['is for encrypting', { usage: KeyUsageFlags.keyEncipherment }, /not made for digital signatures/],
    ['is for a web server', { purpose: '1.3.6.1.5.5.7.3.1' }, /neither for signing documents nor for e-mail/],
  ];
  for (const [what, wishes, message] of unusable) {
    test(`one that ${what} is refused, and why is said`, async ({ page }) => {
      await openHarness(page, clip('in-sync'));
      const error = await refused(page, await madeCertificate(wishes));
      expect(error).toMatchObject({
        code: 'certificate-unusable',
        hint: ERROR_TEXTS['certificate-unusable'].hint,
      });
      expect(error!.message).toMatch(message);
    });
  }

  test('a key that is locked, in another form, of another certificate or no key is refused, and why is said', async ({
    page,
  }) => {
    await openHarness(page, clip('in-sync'));
    const good = await madeCertificate();
    const other = await madeCertificate();
    const named = (name: string) => good.privateKeyPem.replaceAll('PRIVATE KEY', name);
    const cases: [Partial<OwnCertificate>, RegExp][] = [
      [{ privateKeyPem: named('ENCRYPTED PRIVATE KEY') }, /locked with a password/],
      [{ privateKeyPem: named('EC PRIVATE KEY') }, /openssl pkcs8 -topk8/],
      [{ privateKeyPem: other.privateKeyPem }, /does not belong to this certificate/],
      [{ privateKeyPem: 'hello' }, /must be a PEM file/],
      [{ certificateChainPem: 'hello' }, /certificate cannot be read/],
      [
        {
          certificateChainPem: [
            ...other.certificateChainPem.match(PEM)!.slice(0, 1),
            good.certificateChainPem,
          ].join('\n'),
        },
        /chain is not in order/,
      ],
    ];
    for (const [wrong, message] of cases) {
      const error = await refused(page, { ...good, ...wrong });
      expect(error?.code).toBe('certificate-unusable');
      expect(error!.message).toMatch(message);
    }
  });
});

const PEM = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g;

function signed(page: Page, provenance: Provenance, own: OwnCertificate | null = null) {
  return page.evaluate(
    async ([said, certificate]) => {
      const { harness } = window;
      const { file, readBack } = await harness
        .provenance()
        .sign(harness.file(), 'video/mp4', said, certificate);
      harness.closeAll();
      return { readBack, text: new TextDecoder('latin1').decode(await file.arrayBuffer()) };
    },
    [provenance, own] as const,
  );
}

function refused(page: Page, own: OwnCertificate) {
  return page.evaluate(
    ([said, certificate]) => {
      const { harness } = window;
      return harness.errorOf(harness.provenance().sign(harness.file(), 'video/mp4', said, certificate));
    },
    [PROVENANCE, own] as const,
  );
}
