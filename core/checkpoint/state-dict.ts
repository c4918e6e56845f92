/** Finds the weights in what a pickle holds: flat dicts, dicts with a `state_dict`, trees of modules. */
import { LipslateError } from '../errors';
import { damaged } from './failure';
import type { PickleValue } from './pickle-types';
import { ModuleRef, TensorRef } from './torch-pickle';

/** Names under which trainers keep the weights beside the rest, the usual one first. */
const USUAL_KEYS = ['state_dict', 'model_state_dict', 'generator', 'model', 'net', 'params_ema', 'params'];
const MAX_DEPTH = 32;

/**
 * @returns tensors by name in file order, without `module.` (DataParallel) in front
 * @throws LipslateError `checkpoint-not-a-model` when there is not one tensor
 */
export function namedTensors(root: PickleValue): Map<string, TensorRef> {
  const found = root instanceof ModuleRef ? fromModules(root) : fromDicts(root);
  if (!found || found.size === 0) {
    throw new LipslateError(
      'checkpoint-not-a-model',
      undefined,
      'This file was saved by PyTorch, but holds no weights.',
    );
  }
  const named = new Map<string, TensorRef>();
  for (const [name, tensor] of found) named.set(name.replace(/^(module\.)+/, ''), tensor);
  return named;
}

function fromDicts(root: PickleValue): Map<string, TensorRef> | null {
  if (!(root instanceof Map)) return null;
  const flat = tensorsOf(root);
  if (flat.size > 0) return flat;
  const keys = [...USUAL_KEYS, ...[...root.keys()].filter((key) => !USUAL_KEYS.includes(String(key)))];
  for (const key of keys) {
    // Adam's moments have the weights' sizes and none of their meaning.
    if (typeof key === 'string' && key.startsWith('optim')) continue;
    const inner = root.get(key);
    if (inner instanceof ModuleRef) return fromModules(inner);
    const tensors = inner instanceof Map ? tensorsOf(inner) : new Map<string, TensorRef>();
    if (tensors.size > 0) return tensors;
  }
  return null;
}

function tensorsOf(dict: Map<PickleValue, PickleValue>): Map<string, TensorRef> {
  const tensors = new Map<string, TensorRef>();
  for (const [key, value] of dict) {
    if (typeof key === 'string' && value instanceof TensorRef) tensors.set(key, value);
  }
  return tensors;
}

/** Attributes of nested modules, joined by dots as state_dict() would. A module met again is not entered again. */
function fromModules(root: ModuleRef): Map<string, TensorRef> {
  const tensors = new Map<string, TensorRef>();
  const seen = new Set<ModuleRef>();
  const enter = (module: ModuleRef, prefix: string, depth: number): void => {
    if (seen.has(module)) return;
    if (depth > MAX_DEPTH) throw damaged('modules nested without end');
    seen.add(module);
    for (const [key, value] of module.attributes) {
      if (typeof key !== 'string') continue;
      if (value instanceof TensorRef) tensors.set(prefix + key, value);
      else if (value instanceof ModuleRef) enter(value, `${prefix}${key}.`, depth + 1);
    }
  };
  enter(root, '', 0);
  return tensors;
}
