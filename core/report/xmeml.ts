/**
 * Final Cut Pro 7 XML, version 5 ("xmeml"), which Premiere Pro and DaVinci Resolve import: picture, its sound in whole
 * frames, markers. Written by Apple's "Final Cut Pro XML Interchange Format". `subframeoffset` is left out: editors do not
 * agree on it. What whole frames leave over is said in each clip's comment.
 */
import { timelineNote } from './correction-sentence';
import { type FrameRate, timecode } from './frame-rate';
import { remainderSentence } from './remainder';
import { nameOf, type ReportFacts, soundTrackOf } from './report-data';
import { markup, mediaUrl, plain } from './sanitize';
import { type TimelineMarker, timelineOf, type WholeFramePiece, wholeFramePieces } from './timeline';

interface Sheet {
  rate: FrameRate;
  frames: number;
  /** As XML text. */
  name: string;
  channels: number;
  sampleRateHz: number;
}

/** Each channel of the sound is a track of its own, as the format has it; those of one piece are linked. */
export function toXmeml(facts: ReportFacts): string {
  const timeline = timelineOf(facts);
  const { rate, frames, markers } = timeline;
  const { video, audioTracks } = facts.media;
  const file = nameOf(facts.record.file);
  const name = markup(plain(file));
  const { channels, sampleRateHz } = soundTrackOf(facts);
  const sheet: Sheet = { rate, frames, name, channels, sampleRateHz };
  const note = timelineNote(facts, rate);
  const pieces = wholeFramePieces(timeline);
  const before = channelsOf(audioTracks.slice(0, facts.audioIndex));
  const size = [`<width>${video.width}</width>`, `<height>${video.height}</height>`];
  const fileLines = element('file id="file-1"', [
    `<name>${name}</name>`,
    `<pathurl>${markup(mediaUrl(file, facts.mediaUrl))}</pathurl>`,
    ...rateLines(rate),
    `<duration>${frames}</duration>`,
    ...timecodeLines(rate),
    ...element('media', [
      ...element('video', element('samplecharacteristics', [...rateLines(rate), ...size])),
      ...element('audio', [
        ...element('samplecharacteristics', sampleLines(sheet)),
        `<channelcount>${channelsOf(audioTracks) || channels}</channelcount>`,
      ]),
    ]),
  ]);
  const lines = element('xmeml version="5"', [
    ...element('sequence id="sequence-1"', [
      `<name>${name}, in sync</name>`,
      `<duration>${frames}</duration>`,
      ...rateLines(rate),
      ...timecodeLines(rate),
      ...element('media', [
        ...element('video', [
          ...element('format', element('samplecharacteristics', [...rateLines(rate), ...size])),
          ...element('track', [
            ...clip(
              sheet,
              'clipitem-1',
              { startFrame: 0, endFrame: frames, sourceStartFrame: 0 },
              fileLines,
              note,
            ),
          ]),
        ]),
        ...element('audio', [
          ...element('format', element('samplecharacteristics', sampleLines(sheet))),
          ...Array.from({ length: sheet.channels }, (_, channel) =>
            element(
              'track',
              pieces.flatMap((piece, i) => soundClip(sheet, piece, i, channel, before + channel + 1)),
            ),
          ).flat(),
        ]),
      ]),
      ...markers.flatMap(markerLines),
    ]),
  ]);
  return `${['<?xml version="1.0" encoding="UTF-8"?>', '<!DOCTYPE xmeml>', ...lines].join('\n')}\n`;
}

function channelsOf(tracks: readonly { channels: number }[]): number {
  return tracks.reduce((sum, { channels }) => sum + channels, 0);
}

function clip(
  { rate, frames, name }: Sheet,
  id: string,
  { startFrame, endFrame, sourceStartFrame }: Omit<WholeFramePiece, 'remainderMs'>,
  inner: string[],
  comment: string,
): string[] {
  return element(`clipitem id="${id}"`, [
    `<name>${name}</name>`,
    '<enabled>TRUE</enabled>',
    `<duration>${frames}</duration>`,
    ...rateLines(rate),
    `<start>${startFrame}</start>`,
    `<end>${endFrame}</end>`,
    `<in>${sourceStartFrame}</in>`,
    `<out>${sourceStartFrame + endFrame - startFrame}</out>`,
    ...inner,
    ...element('comments', [`<clipcommenta>${markup(plain(comment))}</clipcommenta>`]),
  ]);
}

function soundClip(
  sheet: Sheet,
  piece: WholeFramePiece,
  index: number,
  channel: number,
  sourceChannel: number,
): string[] {
  const idOf = (of: number) => `clipitem-${2 + of + index * sheet.channels}`;
  const links = Array.from({ length: sheet.channels }, (_, of) =>
    element('link', [
      `<linkclipref>${idOf(of)}</linkclipref>`,
      '<mediatype>audio</mediatype>',
      `<trackindex>${of + 1}</trackindex>`,
      `<clipindex>${index + 1}</clipindex>`,
      '<groupindex>1</groupindex>',
    ]),
  );
  const inner = [
    '<file id="file-1"/>',
    ...element('sourcetrack', ['<mediatype>audio</mediatype>', `<trackindex>${sourceChannel}</trackindex>`]),
    // One channel has nothing to be linked to.
    ...(sheet.channels > 1 ? links.flat() : []),
  ];
  return clip(sheet, idOf(channel), piece, inner, remainderSentence(piece.remainderMs));
}

function markerLines({ startFrame, endFrame, name, note }: TimelineMarker): string[] {
  return element('marker', [
    `<comment>${markup(plain(note))}</comment>`,
    `<name>${markup(plain(name))}</name>`,
    `<in>${startFrame}</in>`,
    `<out>${endFrame}</out>`,
  ]);
}

function rateLines({ base, den }: FrameRate): string[] {
  return element('rate', [`<timebase>${base}</timebase>`, `<ntsc>${den === 1001 ? 'TRUE' : 'FALSE'}</ntsc>`]);
}

function timecodeLines(rate: FrameRate): string[] {
  return element('timecode', [
    ...rateLines(rate),
    `<string>${timecode(0, rate)}</string>`,
    '<frame>0</frame>',
    `<displayformat>${rate.dropFrame ? 'DF' : 'NDF'}</displayformat>`,
  ]);
}

function sampleLines({ sampleRateHz }: Sheet): string[] {
  return ['<depth>16</depth>', `<samplerate>${sampleRateHz}</samplerate>`];
}

/** @param open name and attributes */
function element(open: string, inner: readonly string[]): string[] {
  return [`<${open}>`, ...inner.map((line) => `  ${line}`), `</${open.split(' ')[0]}>`];
}
