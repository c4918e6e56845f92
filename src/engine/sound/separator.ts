/** Spleeter's pair as it is stored: which of it is there, and handing it to a preparation, in whose time nobody removes it. */
import { SEPARATOR_IDS, SEPARATORS, type SeparatorId } from '../../../core/checkpoint/separators';
import type { ModelInfo } from '../../../workers/models/contract';
import type { SeparatorFiles, SoundChain } from '../../../workers/sound/contract';
import type { newModelsBridge } from '../workers';

type ModelsBridge = ReturnType<typeof newModelsBridge>;

/** What is still to be brought, as its makers call the files. */
export function missingSeparators(models: readonly Pick<ModelInfo, 'network'>[]): string[] {
  return SEPARATOR_IDS.filter((id) => !models.some(({ network }) => network === id)).map(
    (id) => SEPARATORS[id].fileName,
  );
}

/**
 * @param work gets the newest of each; null where the chain sets no voice apart, or not both are there: what is built in does it
 * @throws LipslateError what `work` throws
 */
export async function withSeparator<T>(
  models: ModelsBridge,
  { voiceApart }: Pick<SoundChain, 'voiceApart'>,
  signal: AbortSignal,
  work: (separator: SeparatorFiles | null) => Promise<T>,
): Promise<T> {
  if (voiceApart === 0) return work(null);
  models.renew();
  const stored = await models.call(signal, (api) => api.list());
  if (missingSeparators(stored).length > 0) return work(null);
  const tickets: number[] = [];
  // The worker that opened them holds their locks, and has nothing to do meanwhile.
  const letGo = models.hold();
  const { generation } = models;
  const open = async (id: SeparatorId) => {
    const { id: modelId } = stored.findLast(({ network }) => network === id)!;
    const { weights, ticket } = await models.call(signal, (api) => api.open(modelId));
    tickets.push(ticket);
    return weights;
  };
  try {
    return await work({
      vocals: await open('spleeter-vocals'),
      accompaniment: await open('spleeter-accompaniment'),
    });
  } finally {
    const never = new AbortController().signal;
    for (const ticket of models.generation === generation ? tickets : [])
      await models.call(never, (api) => api.close(ticket)).catch(() => undefined);
    letGo();
  }
}
