import { describe, expect, it } from 'vitest';
import { isHeavy, isNeededBy, isOnlyOf, OFFLINE_GROUPS } from './groups';

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
    // What two need stays when one of them is removed.
    expect(OFFLINE_GROUPS.filter((group) => isOnlyOf(group, url))).toEqual(groups.length === 1 ? groups : []);
  });

  it('is none of what the page starts with', () => {
    for (const url of ['index.html', 'assets/index-k8JAKJDS.js', 'assets/media.worker-ChPCXbFo.js'])
      expect(isHeavy(url)).toBe(false);
  });
});
