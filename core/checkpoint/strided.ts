/** Views, transposes and expanded tensors: strides over a storage, as PyTorch keeps them. */

/** In items, never bytes. */
export interface StridedLayout {
  shape: readonly number[];
  strides: readonly number[];
}

export function itemCount(shape: readonly number[]): number {
  return shape.reduce((product, size) => product * size, 1);
}

/** Items between the first and one past the last that the layout touches. */
export function extentOf({ shape, strides }: StridedLayout): number {
  if (itemCount(shape) === 0) return 0;
  return 1 + shape.reduce((sum, size, axis) => sum + (size - 1) * (strides[axis] ?? 0), 0);
}

/** Row-major without gaps: what the storage holds is what is wanted. */
export function isContiguous({ shape, strides }: StridedLayout): boolean {
  let expected = 1;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    const size = shape[axis]!;
    if (size !== 1 && strides[axis] !== expected) return false;
    expected *= size;
  }
  return true;
}

/**
 * @param values [extentOf(layout)], starting at the layout's first item
 * @returns Float32Array [itemCount(shape)], row-major
 */
export function gather(values: Float32Array, layout: StridedLayout): Float32Array<ArrayBuffer> {
  const { shape, strides } = layout;
  const out = new Float32Array(itemCount(shape));
  const index = new Array<number>(shape.length).fill(0);
  let at = 0;
  for (let i = 0; i < out.length; i++) {
    out[i] = values[at]!;
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      at += strides[axis]!;
      index[axis]!++;
      if (index[axis]! < shape[axis]!) break;
      at -= strides[axis]! * shape[axis]!;
      index[axis] = 0;
    }
  }
  return out;
}
