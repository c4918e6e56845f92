/** A newly encoded sound track, ready to be put into a container. */

export type SoundCodec =
  | { name: 'aac' /** AudioSpecificConfig */; config: Uint8Array }
  /** `config` is an OpusHead; decoders drop its pre-skip. */
  | { name: 'opus'; config: Uint8Array; preSkip: number }
  /** As the container had it: its own description of the format stays. */
  | { name: 'pcm'; bytesPerSample: number };

export interface EncodedSound {
  codec: SoundCodec;
  rateHz: number;
  channels: number;
  /** Presentation time of the first sample that is heard, seconds. */
  startS: number;
  /** Samples in each packet but the last. */
  packetSamples: number;
  /** Samples per channel that are heard. */
  samples: number;
  /** Bytes of each packet; the packets lie one behind the other in the sound file. */
  packetSizes: Uint32Array;
}

/** Of a track that is put beside others, as players list it. */
export const NEW_TRACK_NAME = 'Clear speech';

/** Bytes of all packets. */
export function soundBytes(sound: EncodedSound): number {
  let sum = 0;
  for (const size of sound.packetSizes) sum += size;
  return sum;
}
