/** What the page says about each network: what it is for, and where its official files lie. */
import type { ModelKind } from '../../core/checkpoint/signatures';

export interface OfficialLink {
  text: string;
  href: string;
}

export interface CatalogueEntry {
  title: string;
  purpose: string;
  files: string;
  licence: string;
  links: readonly OfficialLink[];
}

/** One line under the name of a stored model. */
export const PURPOSES: Readonly<Record<ModelKind, string>> = {
  'syncnet-v2': 'Measures lip sync as research papers do: LSE-D, LSE-C and the offset in frames.',
  'wav2lip-96': 'Draws a mouth, 96 pixels wide, that speaks new words.',
  'wav2lip-expert':
    'Judges lip sync: Wav2Lip was trained against it. It draws nothing; wav2lip.pth and wav2lip_gan.pth do.',
  'spleeter-vocals': 'Finds the voice in a mix. With both files, the Sound room can separate the voice.',
  'spleeter-accompaniment':
    'Finds music and everything else but the voice. With both files, the Sound room can separate the voice.',
  htdemucs: 'Finds the voice in a mix. With it the Sound room separates the voice.',
};

/** Links are links: the visitor follows them in the browser, the app never does. */
export const CATALOGUE: readonly CatalogueEntry[] = [
  {
    title: 'SyncNet v2',
    purpose: PURPOSES['syncnet-v2'],
    files: 'syncnet_v2.model (55 MB)',
    licence: 'Published for research; it is not known which licence the weights have.',
    links: [
      {
        text: 'syncnet_v2.model',
        href: 'https://www.robots.ox.ac.uk/~vgg/software/lipsync/data/syncnet_v2.model',
      },
      { text: 'SyncNet at Oxford', href: 'https://www.robots.ox.ac.uk/~vgg/software/lipsync/' },
      { text: 'Its code', href: 'https://github.com/joonson/syncnet_python' },
    ],
  },
  {
    title: 'Wav2Lip',
    purpose: PURPOSES['wav2lip-96'],
    files: 'wav2lip.pth, wav2lip_gan.pth (436 MB each) or Wav2Lip-SD-GAN.pt (139 MB)',
    licence: 'For research, academic and personal use only; commercial use is forbidden.',
    links: [
      {
        text: 'Wav2Lip, “Getting the weights”',
        href: 'https://github.com/Rudrabha/Wav2Lip#getting-the-weights',
      },
    ],
  },
  {
    title: 'Spleeter, two stems',
    purpose: 'Separates the voice from music and noise in the Sound room. Both files are needed.',
    files:
      'vocals.fp16.onnx and accompaniment.fp16.onnx (20 MB each), or the same without .fp16; unpack them first',
    licence: 'Its code is under the MIT licence; its makers have not said what licence the weights have.',
    links: [
      {
        text: 'The pair, and how to download it, at sherpa-onnx',
        href: 'https://k2-fsa.github.io/sherpa/onnx/source-separation/models.html',
      },
      { text: 'Spleeter at Deezer', href: 'https://github.com/deezer/spleeter' },
    ],
  },
  {
    title: 'HTDemucs',
    purpose: 'Separates the voice from music and noise in the Sound room, instead of Spleeter.',
    files: 'htdemucs.onnx (some 170 MB) or htdemucs_ft_vocals.onnx, as people export it for ONNX',
    licence:
      'Its code is under the MIT licence; its makers say that the weights are for scientific purposes only.',
    links: [
      {
        text: 'The file, at demucs-onnx',
        href: 'https://github.com/StemSplit/demucs-onnx',
      },
      {
        text: 'How to make another form of it, at demucs.onnx',
        href: 'https://github.com/sevagh/demucs.onnx',
      },
      { text: 'Demucs', href: 'https://github.com/adefossez/demucs' },
    ],
  },
];
