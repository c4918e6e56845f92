import { describe, expect, it } from 'vitest';
import { knownFile, LICENCE_NOTICES } from '../../core/checkpoint/official-hashes';
import type { ModelInfo } from '../../workers/models/contract';
import { modelLabel } from './model-copy';

const GAN = 'ca9ab7b7b812c0e80a6e70a5977c545a1e8a365a6c49d5e533023c034d7ac3d8';

function model(sha256: string, fileName: string, network: ModelInfo['network'] = 'wav2lip-96'): ModelInfo {
  return {
    id: sha256,
    network,
    name: network === 'syncnet-v2' ? 'SyncNet v2' : 'Wav2Lip',
    fileName,
    sizeBytes: 1,
    sha256,
    known: knownFile(sha256),
    container: 'torch-zip',
    weightsBytes: 1,
    importedAt: '2026-11-28T12:00:00.000Z',
    licence: { text: LICENCE_NOTICES[network].text, mustAccept: false, acceptedAt: null },
  };
}

describe('the name of a stored model', () => {
  it('is the network’s where it is the only one', () => {
    const one = model(GAN, 'a.pth');
    expect(modelLabel(one, [one, model('b'.repeat(64), 'a.pth', 'syncnet-v2')])).toBe('Wav2Lip');
  });

  it('tells equal networks apart, also under one file name', () => {
    const models = [
      model(GAN, 'weights.pth'),
      model(`1a2b3c4d${'0'.repeat(56)}`, 'weights.pth'),
      model(`9f8e7d6c${'0'.repeat(56)}`, 'weights.pth'),
    ];
    expect(models.map((each) => modelLabel(each, models))).toEqual([
      'Wav2Lip (official wav2lip_gan.pth)',
      'Wav2Lip (weights.pth, 1a2b3c4d, added Nov 28, 2026)',
      'Wav2Lip (weights.pth, 9f8e7d6c, added Nov 28, 2026)',
    ]);
  });
});
