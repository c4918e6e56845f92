/** Decodes a sound track with the browser, block by block, each at the time its packet has in the file. */
import {
  type AudioSample,
  AudioSampleSink,
  type EncodedPacket,
  EncodedPacketSink,
  type InputAudioTrack,
} from 'mediabunny';
import type { SoundBlock } from './reader';

/** Packets that may wait in the decoder. */
const MAX_QUEUE = 32;
/** Damaged packets in a row before a track is given up. */
const MAX_FAILURES = 50;

/**
 * WebKitGTK 2.50.6 ends the page when samples are copied in their own format ("free(): invalid pointer"), and hands
 * the blocks of a file out last first. No feature tells, so its name must. Safari is another port.
 */
const IS_WEBKIT_GTK = isWebkitGtk(globalThis.navigator?.userAgent ?? '');

function isWebkitGtk(userAgent: string): boolean {
  return /X11|Wayland/.test(userAgent) && /AppleWebKit/.test(userAgent) && !/Chrom/.test(userAgent);
}

/** @returns whether `decodeSound` may be tried: the browser says that it decodes this, and is not known to get it wrong */
export async function canDecodeSound(track: InputAudioTrack): Promise<boolean> {
  const isPcm = (await track.getCodec())?.startsWith('pcm-') ?? false;
  return (isPcm || !IS_WEBKIT_GTK) && track.canDecode();
}

/**
 * Chromium's AudioDecoder counts samples on from the first packet and ignores the timestamps of all others, so that
 * a gap in the file would pull all sound behind it forward. Here every block gets the time of the packet it came
 * from: decoders give one block per packet, in order, but for what they leave out at the start. A damaged packet
 * ends a decoder; a new one goes on behind it.
 * @param shiftS subtracted from all timestamps
 * @param padding bytes at the end of the last packet that are not its own
 */
export async function* decodeSound(
  track: InputAudioTrack,
  shiftS: number,
  padding = 0,
): AsyncGenerator<SoundBlock> {
  const codec = await track.getCodec();
  if (codec?.startsWith('pcm-')) {
    yield* decodePcm(track, shiftS);
    return;
  }
  const config = await track.getDecoderConfig();
  if (config === null) return;
  let decoding = new Decoding(config, codec === 'vorbis');
  let failures = 0;
  /** Takes what is decoded; after a failure starts again behind the packet that caused it. */
  const take = function* (): Generator<SoundBlock> {
    for (const block of decoding.blocks.splice(0)) {
      failures = 0;
      yield { ...block, startS: block.startS - shiftS };
    }
    if (decoding.failure === null) return;
    failures += 1;
    if (failures > MAX_FAILURES) throw decoding.failure;
    const [, ...unheard] = decoding.unheard;
    decoding.close();
    decoding = new Decoding(config, codec === 'vorbis');
    for (const packet of unheard) decoding.feed(packet);
  };
  try {
    for await (const packet of packetsOf(track, padding)) {
      decoding.feed(packet);
      while (decoding.isFull()) await decoding.change();
      yield* take();
    }
    for (let done = false; !done; ) {
      done = await decoding.flush();
      yield* take();
    }
  } finally {
    decoding.close();
  }
}

async function* packetsOf(track: InputAudioTrack, padding: number): AsyncGenerator<EncodedPacket> {
  let last: EncodedPacket | null = null;
  for await (const packet of new EncodedPacketSink(track).packets()) {
    if (padding === 0) yield packet;
    else if (last !== null) yield last;
    last = packet;
  }
  if (padding > 0 && last !== null) yield last.clone({ data: last.data.subarray(0, -padding) });
}

/** One AudioDecoder, from its first packet to its end or its failure. */
class Decoding {
  readonly blocks: SoundBlock[] = [];
  /** Packets that went in and have not come out. */
  readonly unheard: EncodedPacket[] = [];
  failure: Error | null = null;
  readonly #decoder: AudioDecoder;
  #skipS: number;
  #dropFirst: boolean;
  #wake = () => {};

  /** @param silentFirst Vorbis: the first packet gives nothing, and the second one starts where the file says */
  constructor(config: AudioDecoderConfig, silentFirst: boolean) {
    this.#skipS = opusPreSkipS(config);
    this.#dropFirst = silentFirst;
    this.#decoder = new AudioDecoder({
      output: (data) => {
        try {
          if (data.numberOfFrames > 0) {
            const startS = this.#nextStartS();
            const planes = planesOf(data);
            this.blocks.push({ startS, rateHz: data.sampleRate, planes });
          }
        } catch (error) {
          this.failure ??= error instanceof Error ? error : new Error(String(error));
        }
        data.close();
        this.#wake();
      },
      error: (error) => {
        this.failure = error;
        this.#wake();
      },
    });
    this.#decoder.ondequeue = () => this.#wake();
    this.#decoder.configure(config);
  }

  feed(packet: EncodedPacket): void {
    this.unheard.push(packet);
    if (this.failure === null) this.#decoder.decode(packet.toEncodedAudioChunk());
  }

  isFull(): boolean {
    return this.failure === null && this.#decoder.decodeQueueSize > MAX_QUEUE;
  }

  /** Resolves when anything has come out. */
  change(): Promise<void> {
    return new Promise((resolve) => {
      this.#wake = resolve;
    });
  }

  /** @returns false when the decoder failed before its end */
  async flush(): Promise<boolean> {
    if (this.failure === null) {
      await this.#decoder.flush().catch((error: Error) => {
        this.failure ??= error;
      });
    }
    return this.failure === null;
  }

  close(): void {
    if (this.#decoder.state !== 'closed') this.#decoder.close();
  }

  #nextStartS(): number {
    if (this.#dropFirst && this.unheard.length > 1) this.unheard.shift();
    this.#dropFirst = false;
    for (;;) {
      const packet = this.unheard.shift();
      if (packet === undefined) throw new Error('The sound decoder gave more blocks than it got packets.');
      const whole = packet.duration > 0 && this.#skipS >= packet.duration && this.unheard.length > 0;
      if (whole) {
        this.#skipS -= packet.duration;
        continue;
      }
      const startS = packet.timestamp + this.#skipS;
      this.#skipS = 0;
      return startS;
    }
  }
}

/** PCM needs no decoder; mediabunny hands it out with the packets' own times. */
async function* decodePcm(track: InputAudioTrack, shiftS: number): AsyncGenerator<SoundBlock> {
  for await (const sample of new AudioSampleSink(track).samples()) {
    const block = {
      startS: sample.timestamp - shiftS,
      rateHz: sample.sampleRate,
      // Not by way of AudioData: Chromium divides positive samples by 32767 and negative ones by 32768.
      planes: planesOf(sample),
    };
    sample.close();
    yield block;
  }
}

function planesOf(data: AudioData | AudioSample): Float32Array[] {
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
