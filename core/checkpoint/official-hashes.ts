/** The official files by their SHA-256, and what may be done with them. */
import type { ModelKind, NetworkId } from './signatures';

export interface KnownFile {
  /** Its official file name. */
  fileName: string;
  network: NetworkId;
  sizeBytes: number;
}

const KNOWN: ReadonlyMap<string, KnownFile> = new Map([
  [
    '961e8696f888fce4f3f3a6c3d5b3267cf5b343100b238e79b2659bff2c605442',
    { fileName: 'syncnet_v2.model', network: 'syncnet-v2', sizeBytes: 54_573_114 },
  ],
  [
    'b78b681b68ad9fe6c6fb1debc6ff43ad05834a8af8a62ffc4167b7b34ef63c37',
    { fileName: 'wav2lip.pth', network: 'wav2lip-96', sizeBytes: 435_807_851 },
  ],
  [
    'ca9ab7b7b812c0e80a6e70a5977c545a1e8a365a6c49d5e533023c034d7ac3d8',
    { fileName: 'wav2lip_gan.pth', network: 'wav2lip-96', sizeBytes: 435_801_865 },
  ],
  [
    '9b9936c721696446eeed353032cab242a8cf0eed8c46cde540366f6ae5493be5',
    { fileName: 'lipsync_expert.pth', network: 'wav2lip-expert', sizeBytes: 197_357_631 },
  ],
]);

/** null: not one of the official files whose sums are on record. It may be fine all the same. */
export function knownFile(sha256: string): KnownFile | null {
  return KNOWN.get(sha256.toLowerCase()) ?? null;
}

export interface LicenceNotice {
  text: string;
  /** The visitor must say yes before the model runs. */
  mustAccept: boolean;
}

const WAV2LIP_NOTICE =
  "Wav2Lip's weights were trained on the LRS2 data set. Its authors allow research, academic and personal use " +
  'only; any commercial use is forbidden. Use it on faces of people who agreed to it.';

const SPLEETER_NOTICE: LicenceNotice = {
  text:
    'Spleeter was published by Deezer. Its code is under the MIT licence; its makers have not said what licence these ' +
    'weights have. Cite "Spleeter: a fast and efficient music source separation tool with pre-trained models".',
  mustAccept: false,
};

const DEMUCS_NOTICE: LicenceNotice = {
  text:
    'HTDemucs was published by Meta. Its code is under the MIT licence; its makers say that the weights, trained on MUSDB18-HQ, are for ' +
    'scientific purposes only. Cite "Hybrid Transformers for Music Source Separation".',
  mustAccept: true,
};

export const LICENCE_NOTICES: Readonly<Record<ModelKind, LicenceNotice>> = {
  'syncnet-v2': {
    text:
      'SyncNet was published by the Visual Geometry Group, Oxford, for research. Its code is under the MIT ' +
      'licence; it is not known which licence these weights have. Cite "Out of time: automated lip sync in the wild".',
    mustAccept: false,
  },
  'wav2lip-96': { text: WAV2LIP_NOTICE, mustAccept: true },
  'wav2lip-expert': { text: WAV2LIP_NOTICE, mustAccept: true },
  'spleeter-vocals': SPLEETER_NOTICE,
  'spleeter-accompaniment': SPLEETER_NOTICE,
  htdemucs: DEMUCS_NOTICE,
};
