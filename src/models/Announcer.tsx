/** What screen readers are told of imports. */
import type { ModelImport, ModelsState } from '../engine/models-store';
import { Announcer as Spoken } from '../ui/Announcer';

export function Announcer({ state }: { state: ModelsState }) {
  const imports = state.imports.map((item) => [item.id, { key: item.status, sentence: sentenceOf(item) }]);
  return (
    <Spoken
      news={{ ...Object.fromEntries(imports), added: addedSentence(state) }}
      testId="models-announcer"
    />
  );
}

function sentenceOf({ file, status, error }: ModelImport): string {
  if (status === 'working') return `Adding ${file.name}.`;
  if (status === 'cancelled') return 'Cancelled.';
  return status === 'failed' && error ? `${file.name}: ${error.message} ${error.hint}` : '';
}

function addedSentence({ models, added }: ModelsState): string {
  const model = models?.find(({ id }) => id === added?.modelId);
  if (!added || !model) return '';
  const { mustAccept, acceptedAt } = model.licence;
  const next =
    mustAccept && acceptedAt === null ? ' Read and accept its licence notice before it is used.' : '';
  return `${model.name} ${added.again ? 'was stored already' : 'is stored'}.${next}`;
}
