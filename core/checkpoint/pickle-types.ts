/** What a pickle is read into, and what its reader leaves to its host. */

/** A Python name that passed the host's allow-list. */
export class Global<Kind = unknown> {
  constructor(
    readonly module: string,
    readonly name: string,
    readonly kind: Kind,
  ) {}
}

/** Lists, tuples and sets are arrays; dicts are Maps, whose keys may be any value. Hosts add objects of their own. */
export type PickleValue =
  | null
  | boolean
  | number
  | bigint
  | string
  | Uint8Array
  | object
  | PickleValue[]
  | Map<PickleValue, PickleValue>;

export interface PickleHost {
  /** @throws LipslateError for every name that is not on the list */
  findGlobal(module: string, name: string): Global;
  /** What PyTorch would get by calling `callee`; the host builds it without calling anything. */
  construct(callee: Global, args: readonly PickleValue[]): PickleValue;
  /** What Python's BUILD does: gives an object its attributes. */
  setState(target: PickleValue, state: PickleValue): void;
  persistentLoad(id: PickleValue): PickleValue;
}
