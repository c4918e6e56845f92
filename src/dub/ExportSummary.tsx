/** The exported file: where to get it, and what is in it. */
import { countWords, durationWords, gainWords } from '../../core/report/format';
import type { DubSound, ExportResult } from '../engine/dub/types';
import { DownloadLink } from '../ui/DownloadLink';
import { Facts } from '../ui/Facts';
import { bytesWords } from '../ui/model-copy';
import { Stack } from '../ui/Stack';
import { ToSoundRoom } from '../ui/ToSoundRoom';

export function ExportSummary({ result }: { result: ExportResult }) {
  const { file, video } = result;
  return (
    <Stack>
      <p className="actions">
        <DownloadLink file={file} primary />
        <ToSoundRoom file={file} />
      </p>
      <Facts size="short" rows={rowsOf(result)} testId="export-facts" />
      {video.warnings.map((warning) => (
        <p key={warning} className="muted small">
          {warning}
        </p>
      ))}
    </Stack>
  );
}

const SOUNDS: Record<DubSound, string> = {
  new: 'new speech',
  over: 'new speech over the original’s background',
  original: 'original',
};

function rowsOf(result: ExportResult): [string, string][] {
  const { file, video, settings, signed, signError } = result;
  const rows: [string, string][] = [
    ['Length', `${durationWords(video.durationS)}, ${countWords(video.pictures, 'frame')}`],
    ['Picture', pictureWords(video)],
    ['Sound', soundWords(result)],
    ['Size', bytesWords(file.size)],
    ['Badge', settings.badge ? 'in the corner' : 'none'],
    ['Note (C2PA)', signError ? 'not signed yet' : noteWords(signed, settings.certificate !== null)],
  ];
  return rows;
}

function pictureWords({ videoCodec, pictures, copied }: ExportResult['video']): string {
  const codec = codecWords(videoCodec);
  return copied > 0 ? `${codec}, ${copied} of ${countWords(pictures, 'frame')} copied unchanged` : codec;
}

function soundWords({ video, settings, speechGainDb }: ExportResult): string {
  if (!video.audioCodec) return 'none';
  const gain = speechGainDb === null ? '' : `, speech ${gainWords(speechGainDb)}`;
  return `${SOUNDS[settings.sound]}${gain}, ${codecWords(video.audioCodec)}`;
}

function noteWords(signed: ExportResult['signed'], own: boolean): string {
  if (!signed) return 'none';
  const { valid, trusted, problems } = signed.readBack;
  if (!valid) return `not valid: ${problems.join(', ') || 'it could not be read back'}`;
  if (trusted) return 'valid, signed by a known authority';
  return own ? 'valid, signed with your certificate' : 'valid, self-signed';
}

const CODECS: readonly [RegExp, string][] = [
  [/^avc|^h264/i, 'H.264'],
  [/^hvc|^hev/i, 'HEVC'],
  [/^vp09|^vp9/i, 'VP9'],
  [/^vp8/i, 'VP8'],
  [/^av0?1/i, 'AV1'],
  [/^mp4a|^aac/i, 'AAC'],
  [/^opus/i, 'Opus'],
];

function codecWords(codec: string): string {
  return CODECS.find(([pattern]) => pattern.test(codec))?.[1] ?? codec;
}
