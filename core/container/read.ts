/** Bytes of a file, for code that walks through containers. */

/** Reads [startByte, endByte) of a file; less where the file ends before. */
export type Read = (startByte: number, endByte: number) => Promise<Uint8Array>;

export function readerOf(blob: Blob): Read {
  return async (startByte, endByte) => new Uint8Array(await blob.slice(startByte, endByte).arrayBuffer());
}

const AHEAD_BYTES = 256 * 1024;

/** Reads a little ahead, so that headers cost no read each. Reads in rising order are cheap; what is returned stays valid. */
export function aheadReaderOf(blob: Blob): Read {
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
