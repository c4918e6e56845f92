import { describe, expect, it } from 'vitest';
import { fileNames } from './file-names';

describe('names of reports', () => {
  it('begin like the video and tell themselves from its own subtitles', () => {
    expect(fileNames('/x/My talk.v2.mp4')).toEqual({
      json: 'My talk.v2.lip-sync.json',
      csv: 'My talk.v2.lip-sync.csv',
      html: 'My talk.v2.lip-sync.html',
      otio: 'My talk.v2.lip-sync.otio',
      fcpxml: 'My talk.v2.lip-sync.fcpxml',
      xmeml: 'My talk.v2.lip-sync.xml',
      edl: 'My talk.v2.lip-sync.edl',
      markers: 'My talk.v2.lip-sync.markers.csv',
      resolve: 'My talk.v2.lip-sync.markers.edl',
      srt: 'My talk.v2.lip-sync.srt',
      lines: 'My talk.v2.lip-sync.txt',
    });
  });

  it.each([
    ['a:b*c?.mp4', 'a_b_c_'],
    ['con.mp4', '_con'],
    ['..mp4', 'video'],
    ['.hidden.mp4', 'hidden'],
    ['x\u202egpj.mp4', 'x_gpj'],
    ['a\u0007b.mp4', 'a_b'],
    ['\ud800.mp4', '_'],
    ['noending', 'noending'],
    [`${'日'.repeat(300)}.mp4`, '日'.repeat(66)],
  ])('%j becomes a name that every file system takes', (file, base) => {
    expect(fileNames(file).csv).toBe(`${base}.lip-sync.csv`);
  });
});
