/** OpenTimelineIO: the video and its corrected sound as a timeline, one marker per stretch. */
import { inUseSentence } from './correction-sentence';
import { type FrameRate, framesPerSecond } from './frame-rate';
import { nameOf, type ReportFacts } from './report-data';
import { mediaUrl, plain } from './sanitize';
import { type SoundPiece, type TimelineMarker, timelineOf } from './timeline';

type Json = string | number | boolean | null | Json[] | { [key: string]: Json };

const COLORS: Record<TimelineMarker['tone'], string> = {
  good: 'GREEN',
  warn: 'YELLOW',
  bad: 'RED',
  unsure: 'PURPLE',
};
/** A millionth of a frame. */
const DIGITS = 1e6;

/**
 * Schemas as OpenTimelineIO 0.15 to 0.18 write them (Clip.2, Marker.2). All times in frames of the timeline; the sound's
 * place in its file is a fraction of a frame where the offset is. A drift is a LinearTimeWarp.
 */
export function toOtio(facts: ReportFacts): string {
  const timeline = timelineOf(facts);
  const { rate, frames } = timeline;
  const file = nameOf(facts.record.file);
  const name = plain(file);
  const reference: Json = {
    OTIO_SCHEMA: 'ExternalReference.1',
    target_url: mediaUrl(file, facts.mediaUrl),
    available_range: range(0, frames, rate),
    available_image_bounds: null,
    metadata: {},
    name,
  };
  const whole: SoundPiece = { startFrame: 0, endFrame: frames, sourceStartS: 0, speed: 1 };
  const video = track('Video', 'Picture', [clip(whole, name, reference, rate)]);
  const audio = track('Audio', 'Sound', withGaps(timeline.sound, name, reference, rate));
  return `${JSON.stringify(
    {
      OTIO_SCHEMA: 'Timeline.1',
      name: `${name}, in sync`,
      global_start_time: null,
      metadata: { lipslate: metadataOf(facts, rate) },
      tracks: {
        OTIO_SCHEMA: 'Stack.1',
        name: 'tracks',
        ...item(null),
        markers: timeline.markers.map((marker) => markerJson(marker, rate)),
        children: [video, audio],
      },
    },
    null,
    2,
  )}\n`;
}

function withGaps(pieces: readonly SoundPiece[], name: string, reference: Json, rate: FrameRate): Json[] {
  let at = 0;
  return pieces.flatMap((piece) => {
    const clips = [clip(piece, name, reference, rate)];
    if (piece.startFrame > at) clips.unshift(gap(piece.startFrame - at, rate));
    at = piece.endFrame;
    return clips;
  });
}

function clip(piece: SoundPiece, name: string, reference: Json, rate: FrameRate): Json {
  const start = piece.sourceStartS * framesPerSecond(rate);
  const warp: Json = {
    OTIO_SCHEMA: 'LinearTimeWarp.1',
    name: 'drift',
    effect_name: 'LinearTimeWarp',
    time_scalar: piece.speed,
    metadata: {},
  };
  return {
    OTIO_SCHEMA: 'Clip.2',
    name,
    ...item(range(start, piece.endFrame - piece.startFrame, rate)),
    effects: piece.speed === 1 ? [] : [warp],
    media_references: { DEFAULT_MEDIA: reference },
    active_media_reference_key: 'DEFAULT_MEDIA',
  };
}

function gap(frames: number, rate: FrameRate): Json {
  return { OTIO_SCHEMA: 'Gap.1', name: '', ...item(range(0, frames, rate)) };
}

function track(kind: 'Video' | 'Audio', name: string, children: Json[]): Json {
  return { OTIO_SCHEMA: 'Track.1', kind, name, ...item(null), children };
}

function markerJson(
  { startFrame, endFrame, name, note, tone, offsetMs }: TimelineMarker,
  rate: FrameRate,
): Json {
  return {
    OTIO_SCHEMA: 'Marker.2',
    name: plain(name),
    comment: plain(note),
    color: COLORS[tone],
    marked_range: range(startFrame, endFrame - startFrame, rate),
    metadata: { lipslate: { offset_ms: offsetMs } },
  };
}

function metadataOf(facts: ReportFacts, rate: FrameRate): { [key: string]: Json } {
  return {
    version: facts.made.version,
    made_at: facts.made.atIso,
    sign: 'offset_ms positive: the sound is late',
    offset_ms: facts.record.offsetMs,
    verdict: facts.record.verdict,
    correction: plain(inUseSentence(facts)),
    frame_rate_note: rate.note,
  };
}

function item(sourceRange: Json): { [key: string]: Json } {
  return { source_range: sourceRange, effects: [], markers: [], enabled: true, metadata: {} };
}

function range(start: number, duration: number, rate: FrameRate): Json {
  return {
    OTIO_SCHEMA: 'TimeRange.1',
    start_time: time(start, rate),
    duration: time(duration, rate),
  };
}

function time(frames: number, rate: FrameRate): Json {
  return {
    OTIO_SCHEMA: 'RationalTime.1',
    rate: framesPerSecond(rate),
    value: Math.round(frames * DIGITS) / DIGITS,
  };
}
