/** The provenance worker's whole surface: signs generated videos and reads manifests. */
import { type C2paSdk, createC2pa, isSupportedReaderFormat, type Settings } from '@contentauth/c2pa-web';
import wasmUrl from '@contentauth/c2pa-web/resources/c2pa.wasm?url';
import { LipslateError } from '../../core/errors';
import { serve } from '../lib/rpc';
import type { ManifestSummary, ProvenanceWorkerApi } from './contract';
import { coseSign1, coseSize } from './cose';
import { oneTimeSigner } from './ephemeral-certificate';
import { definitionOf, summaryOf, unreadable } from './manifest';
import { ownSigner } from './own-certificate';

/** c2pa-web reads no more, and its memory holds no more beside the file it makes. */
const MAX_BYTES = 1e9;
/** Nothing is fetched: no remote manifests, no revocation lists. c2pa-web's types leave these settings of c2pa-rs out. */
const SETTINGS = { verify: { verifyTrust: true, remoteManifestFetch: false, ocspFetch: false } } as Settings;

let library: Promise<C2paSdk> | null = null;

const api: ProvenanceWorkerApi = {
  async sign(file, mimeType, provenance, own) {
    const type = bare(mimeType);
    if (!isSupportedReaderFormat(type))
      throw new LipslateError(
        'provenance-unsupported',
        type,
        'A file of this kind cannot hold a provenance manifest.',
      );
    if (file.size > MAX_BYTES) throw new LipslateError('provenance-unsupported', `${file.size} bytes`);
    const now = new Date();
    const signer = own === null ? await oneTimeSigner(provenance.software, now) : await ownSigner(own, now);
    const size = coseSize(signer);
    const c2pa = await load();
    const builder = await c2pa.builder.fromDefinition(definitionOf(provenance, type));
    try {
      const signed = await builder.sign(
        {
          alg: signer.algorithm,
          reserveSize: async () => size,
          sign: (claim) => coseSign1(claim, signer, size),
        },
        type,
        file,
      );
      const result = new Blob([signed], { type: mimeType });
      const readBack = await summary(result, type);
      if (readBack === null || !readBack.valid) throw new Error(`Read back: ${JSON.stringify(readBack)}`);
      return { file: result, sidecar: null, readBack };
    } catch (cause) {
      throw LipslateError.from(cause, own === null ? 'internal' : 'certificate-unusable');
    } finally {
      await builder.free();
    }
  },

  async read(file, mimeType) {
    const type = bare(mimeType);
    return isSupportedReaderFormat(type) && file.size <= MAX_BYTES ? summary(file, type) : null;
  },
};

serve(api);

async function summary(file: Blob, type: string): Promise<ManifestSummary | null> {
  const c2pa = await load();
  try {
    const reader = await c2pa.reader.fromBlob(type, file);
    if (reader === null) return null;
    try {
      return summaryOf(await reader.manifestStore());
    } finally {
      await reader.free();
    }
  } catch (cause) {
    // A manifest so damaged that it cannot even be taken apart; a file that cannot be read is another matter.
    if (cause instanceof DOMException) throw cause;
    return unreadable(cause instanceof Error ? cause.message : String(cause));
  }
}

/** 8 MB of wasm, fetched on first need. */
function load(): Promise<C2paSdk> {
  library ??= createC2pa({ wasmSrc: new URL(wasmUrl, self.location.href).href, settings: SETTINGS }).catch(
    (cause) => {
      library = null;
      throw LipslateError.from(cause, 'model-load-failed');
    },
  );
  return library;
}

/** Without parameters such as codecs. */
function bare(mimeType: string): string {
  return mimeType.split(';')[0]!.trim().toLowerCase();
}
