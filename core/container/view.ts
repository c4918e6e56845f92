/** Numbers in the bytes of a container, big-endian as all of its formats are. */
import { ContainerError } from './container-error';

/** A DataView whose reads beyond the end tell of a damaged container. */
class ContainerView extends DataView<ArrayBufferLike> {
  override getUint8(at: number): number {
    this.#mustHold(at, 1);
    return super.getUint8(at);
  }

  override getInt16(at: number, littleEndian?: boolean): number {
    this.#mustHold(at, 2);
    return super.getInt16(at, littleEndian);
  }

  override getUint16(at: number, littleEndian?: boolean): number {
    this.#mustHold(at, 2);
    return super.getUint16(at, littleEndian);
  }

  override getInt32(at: number, littleEndian?: boolean): number {
    this.#mustHold(at, 4);
    return super.getInt32(at, littleEndian);
  }

  override getUint32(at: number, littleEndian?: boolean): number {
    this.#mustHold(at, 4);
    return super.getUint32(at, littleEndian);
  }

  override getBigInt64(at: number, littleEndian?: boolean): bigint {
    this.#mustHold(at, 8);
    return super.getBigInt64(at, littleEndian);
  }

  override getBigUint64(at: number, littleEndian?: boolean): bigint {
    this.#mustHold(at, 8);
    return super.getBigUint64(at, littleEndian);
  }

  #mustHold(at: number, count: number): void {
    if (!(at >= 0 && at + count <= this.byteLength))
      throw new ContainerError(`${count} bytes are read at ${at} of ${this.byteLength}`);
  }
}

/** @returns a view of these bytes; its reads beyond their end throw ContainerError */
export function viewOf(bytes: Uint8Array): DataView {
  return new ContainerView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
