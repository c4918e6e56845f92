/** Networks that set a voice apart, as they are stored: which are there, and handing them to a preparation, in whose time nobody removes them. */
import { SEPARATORS, type SeparatorId, SPLEETER_IDS } from '../../../core/checkpoint/separators';
import type { ModelInfo } from '../../../workers/models/contract';
import type { SeparatorFiles, SoundChain } from '../../../workers/sound/contract';
import type { newModelsBridge } from '../workers';

type ModelsBridge = ReturnType<typeof newModelsBridge>;
type Stored = Pick<ModelInfo, 'network' | 'licence'>;

/** HTDemucs where it is stored and its licence accepted, else Spleeter where both files are. Null: what is built in. */
export function separatorOf(models: readonly Stored[]): 'htdemucs' | 'spleeter' | null {
  if (models.some((model) => model.network === 'htdemucs' && isUsable(model))) return 'htdemucs';
  return missingSpleeter(models).length === 0 ? 'spleeter' : null;
}

/** What is still to be brought of Spleeter, as its makers call the files. */
export function missingSpleeter(models: readonly Stored[]): string[] {
  return SPLEETER_IDS.filter((id) => !models.some(({ network }) => network === id)).map(
    (id) => SEPARATORS[id].fileName,
  );
}

function isUsable({ licence }: Stored): boolean {
  return !licence.mustAccept || licence.acceptedAt !== null;
}

/**
 * @param work gets the newest of each; null where the chain sets no voice apart, or what is built in does it
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
  const which = separatorOf(stored);
  if (which === null) return work(null);
  const tickets: number[] = [];
  // The worker that opened them holds their locks, and has nothing to do meanwhile.
  const letGo = models.hold();
  const { generation } = models;
  const open = async (id: SeparatorId) => {
    const { id: modelId } = stored.findLast((model) => model.network === id && isUsable(model))!;
    const { weights, ticket } = await models.call(signal, (api) => api.open(modelId));
    tickets.push(ticket);
    return weights;
  };
  try {
    const files: SeparatorFiles =
      which === 'htdemucs'
        ? { demucs: await open('htdemucs') }
        : {
            vocals: await open('spleeter-vocals'),
            accompaniment: await open('spleeter-accompaniment'),
          };
    return await work(files);
  } finally {
    const never = new AbortController().signal;
    for (const ticket of models.generation === generation ? tickets : [])
      await models.call(never, (api) => api.close(ticket)).catch(() => undefined);
    letGo();
  }
}
