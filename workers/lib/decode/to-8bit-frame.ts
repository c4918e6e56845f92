/** Hands on frames in 8-bit formats only, so that no receiver has to know of 10-bit video. */

/**
 * Takes over `frame`: returns it as it is, or closes it and returns an I420 copy of its upper 8 bits.
 * @param frame any VideoFrame; I420P10, I420P12, I422P10, ... become I420
 */
export async function eightBit(frame: VideoFrame): Promise<VideoFrame> {
  const format = frame.format as string | null;
  const deep = format?.match(/^I(420|422|444)P(10|12)$/);
  if (!deep) return frame;
  try {
    return await narrowed(frame, deep[1] as string, Number(deep[2]));
  } finally {
    frame.close();
  }
}

async function narrowed(frame: VideoFrame, sampling: string, bits: number): Promise<VideoFrame> {
  const rect = frame.visibleRect as DOMRectReadOnly;
  const width = rect.width;
  const height = rect.height;
  const wide = new Uint8Array(frame.allocationSize());
  const layout = await frame.copyTo(wide);
  const chromaWidth = Math.ceil(width / 2);
  const chromaHeight = Math.ceil(height / 2);
  const narrow = new Uint8Array(width * height + 2 * chromaWidth * chromaHeight);
  const samples = new Uint16Array(wide.buffer);
  const skipX = sampling === '444' ? 2 : 1;
  const skipY = sampling === '420' ? 1 : 2;
  let at = 0;
  layout.forEach(({ offset, stride }, plane) => {
    const [w, h, dx, dy] = plane === 0 ? [width, height, 1, 1] : [chromaWidth, chromaHeight, skipX, skipY];
    for (let y = 0; y < h; y++) {
      const row = (offset + y * dy * stride) >> 1;
      for (let x = 0; x < w; x++) narrow[at++] = (samples[row + x * dx] as number) >> (bits - 8);
    }
  });
  return new VideoFrame(narrow, {
    format: 'I420',
    codedWidth: width,
    codedHeight: height,
    displayWidth: frame.displayWidth,
    displayHeight: frame.displayHeight,
    timestamp: frame.timestamp,
    ...(frame.duration === null ? {} : { duration: frame.duration }),
    colorSpace: frame.colorSpace.toJSON(),
  });
}
