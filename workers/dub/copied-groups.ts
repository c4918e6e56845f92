/**
 * A stretch of an H.264 film is replaced without encoding the rest: whole groups of pictures around it are encoded anew, all
 * other packets are copied. Both kinds have parameter sets of their own, so every key packet gets those that it needs in
 * front (in band), and a decoder may begin at any of them. Checked with native ffmpeg and Chromium.
 */
import {
  ALL_FORMATS,
  type EncodedPacket,
  EncodedPacketSink,
  EncodedVideoPacketSource,
  Input,
  type InputVideoTrack,
  Mp4OutputFormat,
  Output,
  type Quality,
  StreamTarget,
  VideoSampleSource,
} from 'mediabunny';
import { type ParameterSets, parameterSets, withParameterSets } from '../../core/container/avc';
import type { Part } from '../../core/dub/part';
import { LipslateError } from '../../core/errors';
import { sourceOf } from '../lib/blob-source';
import { RandomAccessFile } from '../lib/random-access-file';
import { type GroupsAround, groupsAround } from './groups-around';

export class CopiedGroups {
  /** What is encoded anew: the painted pictures of this time, and all others of it. */
  readonly startS: number;
  readonly endS: number;
  /** For the file. */
  readonly packets = new EncodedVideoPacketSource('avc');
  /** For the painted pictures. */
  readonly painted: VideoSampleSource;
  readonly #input: Input;
  readonly #track: InputVideoTrack;
  readonly #sets: ParameterSets;
  readonly #first: EncodedPacket;
  /** Null: the stretch reaches into the last group. */
  readonly #next: EncodedPacket | null;
  /** Of a long stretch it is more than memory holds. */
  readonly #made = new RandomAccessFile();
  readonly #output = new Output({
    format: new Mp4OutputFormat({ fastStart: false }),
    target: new StreamTarget(this.#made.writable()),
  });

  /** @returns null where all of the film has to be encoded */
  static async open(
    film: Blob,
    part: Part,
    size: { width: number; height: number },
    quality: Quality,
  ): Promise<CopiedGroups | null> {
    const around = await groupsAround(film, part, size);
    if (around === null) return null;
    const groups = new CopiedGroups(around, quality);
    await groups.#output.start();
    return groups;
  }

  private constructor({ input, track, sets, first, next }: GroupsAround, quality: Quality) {
    this.#input = input;
    this.#track = track;
    this.#sets = sets;
    this.#first = first;
    this.#next = next;
    this.startS = first.timestamp;
    this.endS = next?.timestamp ?? Number.POSITIVE_INFINITY;
    this.painted = new VideoSampleSource({ codec: 'avc', quality });
    this.#output.addVideoTrack(this.painted);
  }

  /**
   * Writes all packets, once every painted picture was given.
   * @param soundUntil called before each packet @returns pictures, how many of them were copied, and where the last ends
   */
  async write(
    soundUntil: (timeS: number) => Promise<void>,
  ): Promise<{ pictures: number; copied: number; endS: number }> {
    this.painted.close();
    await this.#output.finalize();
    const made = new Input({ source: sourceOf(this.#made.toBlob('video/mp4')), formats: ALL_FORMATS });
    try {
      const madeTrack = await made.getPrimaryVideoTrack();
      if (!madeTrack) throw new LipslateError('internal', 'nothing was encoded');
      const config = (await this.#track.getDecoderConfig())!;
      const own = this.#sets;
      const anew = parameterSets((await madeTrack.getDecoderConfig())?.description);
      if (!anew) throw new LipslateError('internal', 'no parameter sets');
      const told = { pictures: 0, copied: 0, endS: 0 };
      const add = async (packet: EncodedPacket, sets: ParameterSets) => {
        const { type, data, timestamp, duration } = packet;
        await soundUntil(timestamp);
        const whole = type === 'key' ? packet.clone({ data: withParameterSets(data, sets) }) : packet;
        await this.packets.add(whole, { decoderConfig: config });
        told.pictures += 1;
        told.endS = Math.max(told.endS, timestamp + duration);
        if (sets === own) told.copied += 1;
      };
      const sink = new EncodedPacketSink(this.#track);
      for await (const packet of sink.packets(undefined, this.#first)) await add(packet, own);
      const madeSink = new EncodedPacketSink(madeTrack);
      for await (const packet of madeSink.packets()) await add(packet, anew);
      if (this.#next) for await (const packet of sink.packets(this.#next)) await add(packet, own);
      this.packets.close();
      return told;
    } finally {
      made.dispose();
      this.#input.dispose();
    }
  }

  async cancel(): Promise<void> {
    await this.#output.cancel().catch(() => {});
    this.#input.dispose();
  }
}
