/** Runs a network once: named inputs in, outputs in the order of their names. */
export type RunGraphs = (
  feeds: Record<string, { data: Float32Array<ArrayBuffer>; dims: readonly number[] }>,
  outputs: readonly string[],
) => Promise<{ data: Float32Array; dims: readonly number[] }[]>;

/** Runs a network once: named inputs in, one output by name. */
export type RunGraph = (
  feeds: Record<string, { data: Float32Array<ArrayBuffer>; dims: readonly number[] }>,
  output: string,
) => Promise<{ data: Float32Array; dims: readonly number[] }>;
