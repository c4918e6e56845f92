import { describe, expect, it } from 'vitest';
import { StartedWorker } from './started-worker';

/** A worker as its owner sees it, whose script does not come. */
class Line {
  isEnded = false;
  readonly #onError: ((event: { message: string }) => void)[] = [];
  addEventListener(type: string, listener: (event: { message: string }) => void): void {
    if (type === 'error') this.#onError.push(listener);
  }
  terminate(): void {
    this.isEnded = true;
  }
  fail(): void {
    for (const listener of this.#onError) listener({ message: 'no script' });
  }
}

function started() {
  const made: Line[] = [];
  const errors: string[] = [];
  const make = () => {
    const line = new Line();
    made.push(line);
    return line as unknown as Worker;
  };
  return { worker: new StartedWorker(make, (message) => errors.push(message)), made, errors };
}

describe('a worker whose script does not come', () => {
  it('is made once more, and then given up', () => {
    const { made, errors } = started();
    made[0]!.fail();
    expect(made).toHaveLength(2);
    expect(made[0]!.isEnded).toBe(true);
    expect(errors).toEqual([]);
    made[1]!.fail();
    expect(made).toHaveLength(2);
    expect(errors).toEqual(['no script']);
  });

  it('is made no more when it was ended meanwhile, and nobody hears of it', () => {
    const { worker, made, errors } = started();
    worker.terminate();
    expect(() => made[0]!.fail()).not.toThrow();
    expect(made).toHaveLength(1);
    expect(errors).toEqual([]);
  });
});
