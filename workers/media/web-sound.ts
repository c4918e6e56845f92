/** Decodes a sound track with the browser, block by block, each at the time its packet has in the file. */
import { AudioSampleSink, type EncodedPacket, EncodedPacketSink, type InputAudioTrack } from 'mediabunny';
import { toMono } from '../../core/sound/downmix';
import type { SoundBlock } from './reader';

/** Packets that may wait in the decoder. */
const MAX_QUEUE = 32;

/**
 * Chromium's AudioDecoder counts samples on from the first packet and ignores the timestamps of all others, so that
 * a gap in the file would pull all sound behind it forward. Here every block gets the time of the packet it came
 * from: decoders give one block per packet, in order, but for what `lead` says.
 * @param shiftS subtracted from all timestamps
 */
export async function* decodeSound(track: InputAudioTrack, shiftS: number): AsyncGenerator<SoundBlock> {
  if ((await track.getCodec())?.startsWith('pcm-')) {
    yield* decodePcm(track, shiftS);
    return;
  }
  const config = await track.getDecoderConfig();
  if (config === null) return;
  const preSkipS = opusPreSkipS(config);
  const startsS = new PacketTimes(preSkipS, (await track.getCodec()) === 'vorbis');
  const blocks: SoundBlock[] = [];
  let failure: Error | null = null;
  let wake = () => {};
  const decoder = new AudioDecoder({
    output: (data) => {
      if (data.numberOfFrames > 0) {
        const startS = startsS.next() - shiftS;
        blocks.push({ startS, rateHz: data.sampleRate, mono: toMono(planesOf(data)) });
      }
      data.close();
      wake();
    },
    error: (error) => {
      failure = error;
      wake();
    },
  });
  const change = () =>
    new Promise<void>((resolve) => {
      wake = resolve;
    });
  decoder.ondequeue = () => wake();
  try {
    decoder.configure(config);
    for await (const packet of new EncodedPacketSink(track).packets()) {
      if (failure !== null) throw failure;
      startsS.push(packet);
      decoder.decode(packet.toEncodedAudioChunk());
      while (decoder.decodeQueueSize > MAX_QUEUE && failure === null) await change();
      yield* blocks.splice(0);
    }
    await decoder.flush();
    if (failure !== null) throw failure;
    yield* blocks.splice(0);
  } finally {
    if (decoder.state !== 'closed') decoder.close();
  }
}

/** Which packet the next block comes from. */
class PacketTimes {
  readonly #times: { startS: number; endS: number }[] = [];
  #skipS: number;
  #dropFirst: boolean;

  /**
   * @param skipS what the decoder leaves out at the start, whole packets and a part of one
   * @param silentFirst Vorbis: the first packet gives nothing, and the second one starts where the file says
   */
  constructor(skipS: number, silentFirst: boolean) {
    this.#skipS = skipS;
    this.#dropFirst = silentFirst;
  }

  push(packet: EncodedPacket): void {
    this.#times.push({ startS: packet.timestamp, endS: packet.timestamp + packet.duration });
  }

  next(): number {
    if (this.#dropFirst && this.#times.length > 1) this.#times.shift();
    this.#dropFirst = false;
    for (;;) {
      const packet = this.#times.shift();
      if (packet === undefined) throw new Error('The sound decoder gave more blocks than it got packets.');
      const lengthS = packet.endS - packet.startS;
      if (this.#skipS >= lengthS && lengthS > 0 && this.#times.length > 0) {
        this.#skipS -= lengthS;
        continue;
      }
      const startS = packet.startS + this.#skipS;
      this.#skipS = 0;
      return startS;
    }
  }
}

/** PCM needs no decoder; mediabunny hands it out with the packets' own times. */
async function* decodePcm(track: InputAudioTrack, shiftS: number): AsyncGenerator<SoundBlock> {
  for await (const sample of new AudioSampleSink(track).samples()) {
    const data = sample.toAudioData();
    const block = {
      startS: sample.timestamp - shiftS,
      rateHz: sample.sampleRate,
      mono: toMono(planesOf(data)),
    };
    data.close();
    sample.close();
    yield block;
  }
}

function planesOf(data: AudioData): Float32Array[] {
  return Array.from({ length: data.numberOfChannels }, (_, planeIndex) => {
    const plane = new Float32Array(data.numberOfFrames);
    data.copyTo(plane, { planeIndex, format: 'f32-planar' });
    return plane;
  });
}

/** Samples at 48 kHz that an Opus header has the decoder drop, as seconds; 0 for other codecs. */
function opusPreSkipS({ codec, description }: AudioDecoderConfig): number {
  if (codec !== 'opus' || description === undefined) return 0;
  const bytes = ArrayBuffer.isView(description)
    ? new DataView(description.buffer, description.byteOffset, description.byteLength)
    : new DataView(description);
  return bytes.byteLength < 12 ? 0 : bytes.getUint16(10, true) / 48_000;
}
