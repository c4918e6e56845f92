/**
 * What the AAC encoder imports of mediabunny, as the worker that loads it has given it: see scripts/vite-one-aac-encoder.mjs,
 * which puts this in place of 'mediabunny' there.
 */
import type {
  CustomAudioEncoder as Encoder,
  Logging as Log,
  EncodedPacket as Packet,
  registerEncoder as register,
} from 'mediabunny';

export interface Given {
  CustomAudioEncoder: typeof Encoder;
  EncodedPacket: typeof Packet;
  Logging: typeof Log;
  registerEncoder: typeof register;
}

const { lipslateGiven } = globalThis as unknown as { lipslateGiven: Given };
export const { CustomAudioEncoder, EncodedPacket, Logging, registerEncoder } = lipslateGiven;
