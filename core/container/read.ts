/** Bytes of a file, for code that walks through containers. */

/** Reads [startByte, endByte) of a file; less where the file ends before. */
export type Read = (startByte: number, endByte: number) => Promise<Uint8Array>;

export function readerOf(blob: Blob): Read {
  return async (startByte, endByte) => new Uint8Array(await blob.slice(startByte, endByte).arrayBuffer());
}
