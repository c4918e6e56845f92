import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { asArgument, commandLine, quote } from './shell';

const NASTY = [
  "it's",
  'a b',
  '$(rm x)',
  '`x`',
  '"q"',
  'é 日本',
  '*',
  '~',
  '-x',
  'a;b',
  'a\\b',
  '!!',
  '',
  '0:s?',
  '-0.12',
];

describe('a command to copy', () => {
  it('hands every name on unchanged through a POSIX shell', () => {
    const line = commandLine(['printf', '%s\\n', ...NASTY], 'posix');
    expect(spawnSync('sh', ['-c', line], { encoding: 'utf8' }).stdout.split('\n').slice(0, -1)).toEqual(
      NASTY,
    );
  });

  it('quotes for PowerShell, which knows curly quotes and takes words with hyphen and dot apart', () => {
    expect(quote("it's", 'powershell')).toBe("'it''s'");
    expect(quote('it’s', 'powershell')).toBe("'it’’s'");
    expect(quote('$x `n', 'powershell')).toBe("'$x `n'");
    expect(quote('-0.12', 'powershell')).toBe("'-0.12'");
    expect(quote('0:s?', 'powershell')).toBe("'0:s?'");
    expect(['ffmpeg', '-c:a', '0:v', 'talk.mp4'].map((word) => quote(word, 'powershell'))).toEqual([
      'ffmpeg',
      '-c:a',
      '0:v',
      'talk.mp4',
    ]);
  });

  it('keeps names from being options or protocols', () => {
    expect(['-x.mp4', 'a:b.mp4', 'a.mp4', '/x/-y.mp4', 'C:\\a.mp4', '@list'].map(asArgument)).toEqual([
      './-x.mp4',
      './a:b.mp4',
      'a.mp4',
      '/x/-y.mp4',
      'C:\\a.mp4',
      './@list',
    ]);
  });
});
