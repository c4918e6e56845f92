/** What a pickle works on: its stack, the marks that groups begin at, and what it kept for later. */
import { damaged } from './failure';
import type { PickleValue } from './pickle-types';

export class PickleStack {
  readonly #values: PickleValue[] = [];
  readonly #marks: number[] = [];
  readonly #kept = new Map<number, PickleValue>();

  push(value: PickleValue): void {
    this.#values.push(value);
  }

  /** A group begins. */
  mark(): void {
    this.#marks.push(this.#values.length);
  }

  /** Of a group that holds nothing its mark goes. */
  drop(): void {
    if (this.#values.length === this.#floor()) this.#marks.pop();
    else this.pop();
  }

  /** @throws LipslateError where the group holds nothing */
  top(): PickleValue {
    if (this.#values.length <= this.#floor()) throw damaged('the pickle asks for a value that is not there');
    return this.#values.at(-1)!;
  }

  pop(): PickleValue {
    const value = this.top();
    this.#values.pop();
    return value;
  }

  popMany(count: number): PickleValue[] {
    if (this.#values.length - count < this.#floor())
      throw damaged('the pickle asks for values that are not there');
    return this.#values.splice(-count);
  }

  /** The group, whose mark goes too. */
  popToMark(): PickleValue[] {
    const mark = this.#marks.pop();
    if (mark === undefined) throw damaged('the pickle ends a group that it never began');
    return this.#values.splice(mark);
  }

  /** The list on top. */
  list(): PickleValue[] {
    const list = this.top();
    if (!Array.isArray(list)) throw damaged('the pickle adds to something that is no list');
    return list;
  }

  /** The dict on top. */
  dict(): Map<PickleValue, PickleValue> {
    const dict = this.top();
    if (!(dict instanceof Map)) throw damaged('the pickle sets an item of something that is no dict');
    return dict;
  }

  /** @param index the next free one by default */
  keep(index = this.#kept.size): void {
    this.#kept.set(index, this.top());
  }

  recall(index: number): PickleValue {
    const value = this.#kept.get(index);
    if (value === undefined) throw damaged(`the pickle recalls value ${index}, which it never kept`);
    return value;
  }

  #floor(): number {
    return this.#marks.at(-1) ?? 0;
  }
}
