/** Encodes corrected sound into a passing file, packet by packet. */
import { AudioSampleSource, MkvOutputFormat, NullTarget, Output, StreamTarget } from 'mediabunny';
import { bufferBytes } from '../../core/buffer-bytes';
import { LipslateError } from '../../core/errors';
import type { EncodedSound, SoundCodec } from '../../core/fix/encoded-sound';
import { encodePcm, isPcmFormat, PCM_FORMATS, type PcmFormat } from '../../core/fix/pcm';
import { loadAacEncoder } from '../lib/encode/aac';
import { sampleOf } from '../lib/encode/sample';
import { withAdts } from './adts';
import type { Sink } from './output-sinks';
import { bitrateOf, OPUS_MORE_SKIP, type Target } from './target';

const PCM_PACKET = 1024;
/** Encoders take pieces of about this many samples. */
const PIECE = 4096;

/**
 * @param pieces corrected sound from `target.leadSamples` on
 * @param startS presentation time of the first sample that is heard
 * @param samples per channel that are heard
 * @param heard gets the same packets as a file of their own, to be measured
 * @throws LipslateError 'model-load-failed' when it is to be AAC and its encoder does not load, 'storage-full'
 */
export async function encodeSound(
  pieces: AsyncIterable<Float32Array[]>,
  target: Target,
  startS: number,
  samples: number,
  sink: Sink,
  heard: Sink | null = null,
): Promise<EncodedSound> {
  const sizes: number[] = [];
  let at = 0;
  let failure: unknown = null;
  /** Encoders call it back: what they would do with an exception is up to them, so that it is kept for `check`. */
  const keep = (packet: Uint8Array) => {
    if (failure !== null) return;
    try {
      // In OPFS and in memory, where what is for in between lies, writing waits for nothing.
      void sink.write(packet, at);
    } catch (cause) {
      failure = cause;
    }
    at += packet.length;
    sizes.push(packet.length);
  };
  const check = () => {
    if (failure !== null) throw failure;
  };
  const encoded = isPcmFormat(target.codec)
    ? await packPcm(pieces, target.codec, keep, check)
    : await compress(pieces, target.codec, target, { keep, check, heard });
  check();
  return {
    ...encoded,
    rateHz: target.rateHz,
    channels: target.channels,
    startS,
    samples,
    packetSizes: Uint32Array.from(sizes),
  };
}

type Encoded = Pick<EncodedSound, 'codec' | 'packetSamples'>;

async function packPcm(
  pieces: AsyncIterable<Float32Array[]>,
  format: PcmFormat,
  keep: (packet: Uint8Array) => void,
  check: () => void,
): Promise<Encoded> {
  for await (const piece of evenly(pieces, PCM_PACKET)) {
    keep(encodePcm(piece, format));
    check();
  }
  return { codec: { name: 'pcm', bytesPerSample: PCM_FORMATS[format] }, packetSamples: PCM_PACKET };
}

async function compress(
  pieces: AsyncIterable<Float32Array[]>,
  codec: 'aac' | 'opus',
  target: Target,
  { keep, check, heard }: { keep: (packet: Uint8Array) => void; check: () => void; heard: Sink | null },
): Promise<Encoded> {
  const { rateHz } = target;
  if (codec === 'aac' && !(await loadAacEncoder()))
    throw new LipslateError('model-load-failed', 'the AAC encoder');
  let config: Uint8Array | null = null;
  let packetSamples = 0;
  const source = new AudioSampleSource({
    codec,
    bitrate: bitrateOf(target),
    onEncodedPacket: (packet, meta) => {
      const description = meta?.decoderConfig?.description;
      if (description !== undefined) config ??= bufferBytes(description).slice();
      if (packetSamples === 0) packetSamples = Math.round(packet.duration * rateHz);
      keep(target.adts && config !== null ? withAdts(config, packet.data) : packet.data);
    },
  });
  const output = new Output({
    format: new MkvOutputFormat(),
    target: heard ? toSink(heard) : new NullTarget(),
  });
  output.addAudioTrack(source);
  await output.start();
  let count = 0;
  try {
    for await (const planes of evenly(pieces, PIECE)) {
      const sample = sampleOf(planes, rateHz, count / rateHz);
      await source.add(sample);
      sample.close();
      check();
      count += planes[0]?.length ?? 0;
    }
    await output.finalize();
  } catch (cause) {
    await output.cancel();
    throw cause;
  }
  if (config === null || packetSamples === 0)
    throw new LipslateError('internal', `${codec} gave no description.`);
  return { codec: describe(codec, config), packetSamples };
}

function toSink(sink: Sink): StreamTarget {
  return new StreamTarget(new WritableStream({ write: ({ data, position }) => sink.write(data, position) }));
}

function describe(codec: 'aac' | 'opus', config: Uint8Array): SoundCodec {
  if (codec === 'aac') return { name: 'aac', config };
  const view = new DataView(config.buffer, config.byteOffset);
  const preSkip = view.getUint16(10, true) + OPUS_MORE_SKIP;
  view.setUint16(10, preSkip, true);
  return { name: 'opus', config, preSkip };
}

/** The same sound in pieces of `count` samples; the last may be shorter. */
export async function* evenly(
  pieces: AsyncIterable<Float32Array[]>,
  count: number,
): AsyncGenerator<Float32Array[]> {
  let held: Float32Array[] = [];
  let filled = 0;
  for await (const piece of pieces) {
    const length = piece[0]?.length ?? 0;
    for (let at = 0; at < length; ) {
      if (filled === 0) held = piece.map(() => new Float32Array(count));
      const taken = Math.min(count - filled, length - at);
      held.forEach((plane, channel) => {
        plane.set((piece[channel] as Float32Array).subarray(at, at + taken), filled);
      });
      filled += taken;
      at += taken;
      if (filled < count) continue;
      yield held;
      filled = 0;
    }
  }
  if (filled > 0) yield held.map((plane) => plane.slice(0, filled));
}
