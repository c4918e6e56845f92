/** Which engine this visitor dubbed with last. */
import type { DubEngineName } from '../../workers/dub/contract';
import { recall, remember } from '../ui/local-storage';

export function rememberedEngine(): DubEngineName {
  return recall('dub-engine', ['own', 'wav2lip']);
}

export function rememberEngine(engine: DubEngineName): void {
  remember('dub-engine', engine);
}
