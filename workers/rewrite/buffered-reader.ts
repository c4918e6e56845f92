/** Reads bytes of a file for the code that knows containers, a little ahead so that headers cost no read each. */
import type { Read } from '../../core/container/read';

export type { Read };

const AHEAD_BYTES = 256 * 1024;

/** Reads in rising order are cheap; what is returned stays valid. */
export function reader(blob: Blob): Read {
  let held = new Uint8Array();
  let heldFrom = 0;
  return async (startByte, endByte) => {
    if (startByte < heldFrom || endByte > heldFrom + held.length) {
      const wanted = Math.min(blob.size, Math.max(endByte, startByte + AHEAD_BYTES));
      held = new Uint8Array(await blob.slice(startByte, wanted).arrayBuffer());
      heldFrom = startByte;
    }
    return held.subarray(startByte - heldFrom, endByte - heldFrom);
  };
}
