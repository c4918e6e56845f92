/**
 * A canvas whose WebGL context hands pixels straight through.
 * On the CPU delegate MediaPipe uploads each image as a texture only to read the same bytes back, 1.3 ms a time
 * (more when two workers wait for one GPU process). Here the bytes are kept at the upload and copied at the read.
 */

/** Argument positions of texImage2D(target, level, internalformat, format, type, source) and of readPixels. */
type UploadArguments = [number, number, number, number, number, ImageData];

/**
 * @returns a canvas for the `canvas` option of a MediaPipe task that is given ImageData only; null without WebGL
 */
export function passThroughCanvas(): OffscreenCanvas | null {
  if (typeof OffscreenCanvas === 'undefined') return null;
  const canvas = new OffscreenCanvas(1, 1);
  const gl = canvas.getContext('webgl2') ?? canvas.getContext('webgl');
  if (!gl) return null;
  const upload = gl.texImage2D.bind(gl) as (...args: unknown[]) => void;
  const read = gl.readPixels.bind(gl) as (...args: unknown[]) => void;
  let kept: UploadArguments | null = null;

  const keep = (...args: unknown[]): void => {
    kept = isImageUpload(args) ? args : null;
    if (!kept) upload(...args);
  };
  const answer = (...args: unknown[]): void => {
    const [x, y, width, height, format, type, target, offset] = args;
    const image = kept?.[5];
    const whole = image && x === 0 && y === 0 && width === image.width && height === image.height;
    if (whole && format === gl.RGBA && type === gl.UNSIGNED_BYTE && target instanceof Uint8Array) {
      target.set(image.data, typeof offset === 'number' ? offset : 0);
      return;
    }
    // Another way of reading than the one known: do what was put off.
    if (kept) upload(...kept);
    kept = null;
    read(...args);
  };
  Object.assign(gl, { texImage2D: keep, readPixels: answer });
  return canvas;
}

function isImageUpload(args: unknown[]): args is UploadArguments {
  return args.length === 6 && args[5] instanceof ImageData;
}
