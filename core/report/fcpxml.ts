/** FCPXML 1.9 (Final Cut Pro 10.4.9 and later, DaVinci Resolve): picture, its sound beneath it, markers. */
import { timelineNote } from './correction-sentence';
import type { FrameRate } from './frame-rate';
import { nameOf, type ReportFacts, soundTrackOf } from './report-data';
import { markup, mediaUrl, plain } from './sanitize';
import { type SoundPiece, type TimelineMarker, timelineOf } from './timeline';

/** The rates that a sequence may have. */
const SEQUENCE_RATES = new Map([
  [32_000, '32k'],
  [44_100, '44.1k'],
  [48_000, '48k'],
  [88_200, '88.2k'],
  [96_000, '96k'],
  [176_400, '176.4k'],
  [192_000, '192k'],
]);
/** Above it the pitch is heard to change, and is better kept. 3 cents. */
const KEEP_PITCH_ABOVE = 0.001_7;

/**
 * Edges lie on whole frames, as Final Cut Pro asks; the place in the sound is exact to a sample. A drift is a time map.
 */
export function toFcpxml(facts: ReportFacts): string {
  const { rate, frames, sound, markers } = timelineOf(facts);
  const { video } = facts.media;
  const audio = soundTrackOf(facts);
  const file = nameOf(facts.record.file);
  const name = markup(plain(file));
  const length = frameTime(frames, rate);
  const tcFormat = rate.dropFrame ? 'DF' : 'NDF';
  const note = timelineNote(facts, rate);
  const lines = [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<!DOCTYPE fcpxml>',
    '<fcpxml version="1.9">',
    '  <resources>',
    `    <format id="r1" frameDuration="${frameTime(1, rate)}" width="${video.width}" height="${video.height}"/>`,
    `    <asset id="r2" name="${name}" start="0s" duration="${length}" hasVideo="1" format="r1" hasAudio="1" ` +
      `videoSources="1" audioSources="1" audioChannels="${audio.channels}" audioRate="${audio.sampleRateHz}">`,
    `      <media-rep kind="original-media" src="${markup(mediaUrl(file, facts.mediaUrl))}"/>`,
    '    </asset>',
    '  </resources>',
    '  <library>',
    '    <event name="Lipslate">',
    `      <project name="${name}, in sync">`,
    `        <sequence format="r1" duration="${length}" tcStart="0s" tcFormat="${tcFormat}" ` +
      `audioLayout="${layoutOf(audio.channels)}" audioRate="${SEQUENCE_RATES.get(audio.sampleRateHz) ?? '48k'}">`,
    '          <spine>',
    `            <asset-clip ref="r2" name="${name}" offset="0s" start="0s" duration="${length}" ` +
      `srcEnable="video" tcFormat="${tcFormat}">`,
    `              <note>${markup(plain(note))}</note>`,
    ...sound.flatMap((piece) => soundClip(piece, name, rate, audio.sampleRateHz)),
    ...markers.map((marker) => `              ${markerTag(marker, rate)}`),
    '            </asset-clip>',
    '          </spine>',
    '        </sequence>',
    '      </project>',
    '    </event>',
    '  </library>',
    '</fcpxml>',
  ];
  return `${lines.join('\n')}\n`;
}

/** Anchored below the picture; offset counts in the picture's own time. */
function soundClip(piece: SoundPiece, name: string, rate: FrameRate, sampleRateHz: number): string[] {
  const frames = piece.endFrame - piece.startFrame;
  const isRetimed = piece.speed !== 1;
  const start = sampleTime(piece.sourceStartS, sampleRateHz);
  const open =
    `              <asset-clip ref="r2" name="${name}" lane="-1" offset="${frameTime(piece.startFrame, rate)}" ` +
    `start="${isRetimed ? '0s' : start}" duration="${frameTime(frames, rate)}" srcEnable="audio" audioRole="dialogue"`;
  if (!isRetimed) return [`${open}/>`];
  const endS = piece.sourceStartS + (piece.speed * frames * rate.den) / rate.num;
  const keep = Math.abs(piece.speed - 1) > KEEP_PITCH_ABOVE ? 1 : 0;
  return [
    `${open}>`,
    `                <timeMap preservesPitch="${keep}">`,
    `                  <timept time="0s" value="${start}" interp="linear"/>`,
    `                  <timept time="${frameTime(frames, rate)}" value="${sampleTime(endS, sampleRateHz)}" interp="linear"/>`,
    '                </timeMap>',
    '              </asset-clip>',
  ];
}

function markerTag({ startFrame, name, note }: TimelineMarker, rate: FrameRate): string {
  const at = frameTime(startFrame, rate);
  const one = frameTime(1, rate);
  return `<marker start="${at}" duration="${one}" value="${markup(plain(name))}" note="${markup(plain(note))}"/>`;
}

function layoutOf(channels: number): string {
  if (channels === 1) return 'mono';
  return channels > 2 ? 'surround' : 'stereo';
}

function frameTime(frames: number, { num, den }: FrameRate): string {
  return rational(frames * den, num);
}

function sampleTime(seconds: number, sampleRateHz: number): string {
  return rational(Math.round(seconds * sampleRateHz), sampleRateHz);
}

/** `3003/24000s`, in lowest terms; `0s`, `10s` where it is whole. */
function rational(num: number, den: number): string {
  if (num === 0) return '0s';
  const common = divisor(Math.abs(num), den);
  return den === common ? `${num / common}s` : `${num / common}/${den / common}s`;
}

function divisor(a: number, b: number): number {
  return b === 0 ? a : divisor(b, a % b);
}
