/** Runs a network once: named inputs in, one output by name. */
export type RunGraph = (
  feeds: Record<string, { data: Float32Array<ArrayBuffer>; dims: readonly number[] }>,
  output: string,
) => Promise<{ data: Float32Array; dims: readonly number[] }>;
