import { describe, expect, it } from 'vitest';
import { goesWith, isHeavy, isNeededBy, isOnlyOf, OFFLINE_GROUPS } from './groups';

const FILES = {
  'assets/rewrite.worker-Ab1_-2cd.js': ['check'],
  'assets/mediabunny-aac-encoder-D7x4TyO7.js': ['check'],
  'assets/ort-wasm-simd-threaded-DcHrbrbl.wasm': ['check'],
  'models/lipslate.onnx': ['check'],
  'assets/ffmpeg-core-CgUfceKH.wasm': ['reader'],
  'assets/dub.worker-CD_AakJD.js': ['mouth', 'models'],
  'example.mp4': ['mouth'],
  'models/lips-from-speech.onnx': ['mouth'],
  'assets/provenance.worker-JbycxjIY.js': ['note'],
  'assets/c2pa_bg-DEq14Vmg.wasm': ['note'],
  'assets/flite-KnSLdzfh.wasm': ['voice'],
  'assets/ort-wasm-simd-threaded.asyncify-D5D0fo7z.wasm': ['models'],
};

describe('a heavy part', () => {
  it.each(Object.entries(FILES))('%s is needed by %j', (url, groups) => {
    expect(isHeavy(url)).toBe(true);
    expect(OFFLINE_GROUPS.filter((group) => isNeededBy(group, url))).toEqual(groups);
    expect(isNeededBy('dub', url)).toBe(groups.some((group) => ['check', 'mouth', 'note'].includes(group)));
    expect(OFFLINE_GROUPS.filter((group) => isOnlyOf(group, url))).toEqual(groups.length === 1 ? groups : []);
  });

  const URLS = Object.keys(FILES);
  const removed = (group: (typeof OFFLINE_GROUPS)[number], stored: readonly string[]) =>
    URLS.filter((url) => goesWith(group, url, URLS, (each) => stored.includes(each)));
  const OF_MOUTH = ['example.mp4', 'models/lips-from-speech.onnx'];
  const OF_MODELS = ['assets/ort-wasm-simd-threaded.asyncify-D5D0fo7z.wasm'];
  const DUB_WORKER = 'assets/dub.worker-CD_AakJD.js';

  it('that two need stays when one of them is removed, and goes with the other', () => {
    expect(removed('mouth', URLS)).toEqual(OF_MOUTH);
    expect(removed('models', URLS)).toEqual(OF_MODELS);
    const without = (gone: readonly string[]) => URLS.filter((url) => !gone.includes(url));
    expect(removed('models', without(OF_MOUTH))).toEqual([DUB_WORKER, ...OF_MODELS]);
    expect(removed('mouth', without(OF_MODELS))).toEqual([DUB_WORKER, ...OF_MOUTH]);
    // The example alone is there from a check of it, and draws no mouth.
    expect(removed('models', ['example.mp4', DUB_WORKER, ...OF_MODELS])).toEqual([DUB_WORKER, ...OF_MODELS]);
    expect(removed('note', URLS)).toHaveLength(2);
  });

  it('is none of what the page starts with', () => {
    for (const url of ['index.html', 'assets/index-k8JAKJDS.js', 'assets/media.worker-ChPCXbFo.js'])
      expect(isHeavy(url)).toBe(false);
  });
});
