/**
 * All networks by name.
 *
 * Their first layers take 8 or 16 channels instead of 6 or 15: onnxruntime-web 1.30's WebGPU convolution is silently
 * wrong when the number of input channels is divisible by 3 and not by 4 (3 itself is right). Channels of zeros with
 * weights of zero change nothing else.
 */
import type { Network, NetworkName } from './network';
import { syncnetAudio, syncnetLips } from './syncnet';
import { wav2lip } from './wav2lip';
import { wav2lipExpert } from './wav2lip-expert';

const BUILDERS: Record<NetworkName, () => Network> = {
  'syncnet-audio': syncnetAudio,
  'syncnet-lips': syncnetLips,
  wav2lip,
  'wav2lip-expert': wav2lipExpert,
};

export const NETWORK_NAMES = Object.keys(BUILDERS) as NetworkName[];

/** The description of a network; the same object every time. */
export function networkNamed(name: NetworkName): Network {
  let network = built.get(name);
  if (!network) {
    network = BUILDERS[name]();
    built.set(name, network);
  }
  return network;
}

const built = new Map<NetworkName, Network>();
