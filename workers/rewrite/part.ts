/**
 * A part of a film as a file of its own. Packets are copied as they are, so it begins with the key picture at or before
 * its start; its sound may be moved on the way, which changes nothing but times.
 */
import {
  EncodedAudioPacketSource,
  type EncodedPacket,
  EncodedPacketSink,
  EncodedVideoPacketSource,
  Input,
  type InputAudioTrack,
  type InputTrack,
  type InputVideoTrack,
  MATROSKA,
  MkvOutputFormat,
  MovOutputFormat,
  MP4,
  Mp4OutputFormat,
  Output,
  type OutputFormat,
  QTFF,
  StreamTarget,
  WEBM,
  WebMOutputFormat,
} from 'mediabunny';
import { codecDelaysS } from '../../core/container/ebml-search';
import { LipslateError } from '../../core/errors';
import { sourceOf } from '../lib/blob-source';
import { watchEdits } from '../lib/decode/edit-lists';
import { originOf } from '../lib/decode/reader';
import type { PartJob, RewriteProgress, WrittenPart } from './contract';
import { openSink, type Sink } from './output-sinks';
import { RewriteProgressMeter } from './progress';
import { nameFor } from './result-text';

const KINDS = [
  { format: QTFF, container: 'mov', write: () => new MovOutputFormat({ fastStart: false }) },
  { format: MP4, container: 'mp4', write: () => new Mp4OutputFormat({ fastStart: false }) },
  { format: WEBM, container: 'webm', write: () => new WebMOutputFormat() },
  { format: MATROSKA, container: 'matroska', write: () => new MkvOutputFormat() },
] as const;

/** Pictures are stored in the order of decoding: one that is shown before the end may stand so many behind it. */
const MOST_REORDERED = 16;
/** What is off by less than a sample is no other time. */
const TINY_S = 1e-6;

/** @throws LipslateError 'fix-impossible', 'storage-full', ...; then nothing is left */
export async function writePart(
  file: File,
  job: PartJob,
  onProgress: (progress: RewriteProgress) => void,
): Promise<WrittenPart> {
  const input = new Input({ formats: KINDS.map(({ format }) => format), source: sourceOf(file) });
  const edits = watchEdits();
  try {
    const format = await input.getFormat().catch(() => null);
    const kind = KINDS.find((each) => each.format === format);
    if (!kind) throw impossible('A part can be saved of MP4, QuickTime, Matroska and WebM files.');
    const video = await input.getPrimaryVideoTrack();
    if (!video) throw new LipslateError('audio-only');
    const plan = await planPart(input, video, job, await codecDelaysS(file));
    if (edits.ignored) throw impossible('The edit list of this file cannot be kept in a part.');
    const name = nameFor(file.name, kind.container, kind.container, partName(job));
    const sink = await openSink(job.output, name);
    try {
      await copyPackets(plan, kind.write(), sink, onProgress);
      return { file: await sink.finish(), suggestedName: name, startS: plan.fromS - plan.originS };
    } catch (cause) {
      await sink.abort();
      throw cause;
    }
  } finally {
    edits.stop();
    input.dispose();
  }
}

interface SoundOfPart {
  track: InputAudioTrack;
  /** CodecDelay of Matroska: heard earlier than its packets say by this. mediabunny reads and writes none. */
  delayS: number;
}

/** In the file's own times. */
interface PartPlan {
  video: InputVideoTrack;
  audio: SoundOfPart[];
  originS: number;
  first: EncodedPacket;
  fromS: number;
  toS: number;
  /** What the sound is moved earlier by, seconds. */
  advanceS: number;
}

async function planPart(
  input: Input,
  video: InputVideoTrack,
  job: PartJob,
  delaysS: readonly number[],
): Promise<PartPlan> {
  const tracks = await input.getAudioTracks();
  const audio = tracks.map((track, index) => ({ track, delayS: delaysS[index] ?? 0 }));
  const originS = originOf(await input.getFirstTimestamp([video, ...tracks]), true);
  const pictures = new EncodedPacketSink(video);
  const first = (await pictures.getKeyPacket(originS + job.startS)) ?? (await pictures.getFirstPacket());
  const toS = originS + job.endS;
  if (!first || first.timestamp >= toS) throw impossible('There is no picture in this part.');
  return { video, audio, originS, first, fromS: first.timestamp, toS, advanceS: job.offsetMs / 1000 };
}

async function copyPackets(
  plan: PartPlan,
  format: OutputFormat,
  sink: Sink,
  onProgress: (progress: RewriteProgress) => void,
): Promise<void> {
  const target = new StreamTarget(
    new WritableStream({ write: async ({ data, position }) => sink.write(data, position) }),
    { chunked: true },
  );
  const output = new Output({ format, target });
  const streams = [
    await pictureStream(plan, output),
    ...(await Promise.all(plan.audio.map((sound) => soundStream(plan, sound, output)))),
  ];
  await output.start();
  const totalS = plan.toS - plan.fromS;
  const tell = new RewriteProgressMeter(totalS, 1, onProgress).pass('writing', totalS);
  // One after the other by time, as they are to lie in the file.
  for (let next = await earliest(streams); next; next = await earliest(streams)) tell(await next.copy());
  await output.finalize();
}

/** Packets of one track on their way. */
interface Stream {
  /** Time in the part of the packet that comes next; null at the end. */
  next(): Promise<number | null>;
  /** @returns its time in the part */
  copy(): Promise<number>;
}

async function earliest(streams: readonly Stream[]): Promise<Stream | null> {
  let best: { stream: Stream; atS: number } | null = null;
  for (const stream of streams) {
    const atS = await stream.next();
    if (atS !== null && (best === null || atS < best.atS)) best = { stream, atS };
  }
  return best?.stream ?? null;
}

async function pictureStream(plan: PartPlan, output: Output): Promise<Stream> {
  const { video } = plan;
  const codec = await video.getCodec();
  if (codec === null || !output.format.getSupportedVideoCodecs().includes(codec))
    throw impossible('The picture is stored in a way that cannot be copied into a part.');
  const source = new EncodedVideoPacketSource(codec);
  const language = await languageOf(video);
  output.addVideoTrack(source, { ...language, rotation: await video.getRotation() });
  const decoderConfig = await video.getDecoderConfig();
  return streamOf(picturesOf(plan), plan.fromS, (packet) =>
    source.add(packet, decoderConfig ? { decoderConfig } : {}),
  );
}

async function soundStream(plan: PartPlan, sound: SoundOfPart, output: Output): Promise<Stream> {
  const { track } = sound;
  const codec = await track.getCodec();
  if (codec === null || !output.format.getSupportedAudioCodecs().includes(codec))
    throw impossible('The sound is stored in a way that cannot be copied into a part.');
  const source = new EncodedAudioPacketSource(codec);
  output.addAudioTrack(source, await languageOf(track));
  const decoderConfig = await track.getDecoderConfig();
  return streamOf(soundsOf(plan, sound), plan.fromS + laterS(plan, sound), (packet) =>
    source.add(packet, decoderConfig ? { decoderConfig } : {}),
  );
}

function streamOf(
  packets: AsyncGenerator<EncodedPacket>,
  zeroS: number,
  add: (packet: EncodedPacket) => Promise<void>,
): Stream {
  let waiting: EncodedPacket | 'end' | null = null;
  const timeOf = ({ timestamp }: EncodedPacket) => Math.max(0, timestamp - zeroS);
  return {
    async next() {
      waiting ??= await nextOf(packets);
      return waiting === 'end' ? null : timeOf(waiting);
    },
    async copy() {
      const packet = waiting as EncodedPacket;
      waiting = null;
      await add(packet.clone({ timestamp: timeOf(packet) }));
      return timeOf(packet);
    },
  };
}

async function nextOf(packets: AsyncGenerator<EncodedPacket>): Promise<EncodedPacket | 'end'> {
  const { done, value } = await packets.next();
  return done ? 'end' : value;
}

/** In the order of decoding; what others before the end need of those behind it is among them. */
async function* picturesOf({ video, first, fromS, toS }: PartPlan): AsyncGenerator<EncodedPacket> {
  let held: EncodedPacket[] = [];
  for await (const packet of new EncodedPacketSink(video).packets(first)) {
    // Pictures in front of the first key picture need those before it.
    if (packet.timestamp < fromS - TINY_S) continue;
    if (packet.timestamp >= toS - TINY_S) {
      held.push(packet);
      if (held.length > MOST_REORDERED) return;
      continue;
    }
    yield* held;
    held = [];
    yield packet;
  }
}

/** By how much the packets that belong to a moment of the picture are later than it. */
function laterS({ advanceS }: PartPlan, { delayS }: SoundOfPart): number {
  return advanceS + delayS;
}

async function* soundsOf(plan: PartPlan, sound: SoundOfPart): AsyncGenerator<EncodedPacket> {
  const sink = new EncodedPacketSink(sound.track);
  const [startS, endS] = [plan.fromS + laterS(plan, sound), plan.toS + laterS(plan, sound)];
  const first = (await sink.getPacket(startS)) ?? (await sink.getFirstPacket());
  if (!first) return;
  for await (const packet of sink.packets(first)) {
    if (packet.timestamp >= endS - TINY_S) return;
    // One that began before the part would be heard late.
    if (packet.timestamp >= startS - TINY_S) yield packet;
  }
}

async function languageOf(track: InputTrack): Promise<{ languageCode?: string; name?: string }> {
  const name = await track.getName();
  return { languageCode: await track.getLanguageCode(), ...(name === null ? {} : { name }) };
}

/** `part-0m12s-0m20s` */
function partName({ startS, endS }: PartJob): string {
  const words = (timeS: number) =>
    `${Math.floor(timeS / 60)}m${String(Math.floor(timeS % 60)).padStart(2, '0')}s`;
  return `part-${words(startS)}-${words(endS)}`;
}

function impossible(why: string): LipslateError {
  return new LipslateError('fix-impossible', why, why);
}
