/** Uncompressed sound as containers store it, and as a WAV file. */

/** As mediabunny names them. */
export const PCM_FORMATS = {
  'pcm-u8': 1,
  'pcm-s8': 1,
  'pcm-s16': 2,
  'pcm-s16be': 2,
  'pcm-s24': 3,
  'pcm-s24be': 3,
  'pcm-s32': 4,
  'pcm-s32be': 4,
  'pcm-f32': 4,
  'pcm-f32be': 4,
} as const;
export type PcmFormat = keyof typeof PCM_FORMATS;

export function isPcmFormat(codec: string): codec is PcmFormat {
  return codec in PCM_FORMATS;
}

/** @param codec in mediabunny's or ffmpeg's words ('pcm_s24le') @returns null when it is not plain samples */
export function pcmFormatOf(codec: string): PcmFormat | null {
  const name = codec.replace('_', '-').replace(/le$/, '');
  return isPcmFormat(name) ? name : null;
}

/** As ffmpeg names a file of nothing but such samples ('s24le'). */
export function rawFormatOf(format: PcmFormat): string {
  const name = format.slice('pcm-'.length);
  return PCM_FORMATS[format] === 1 || name.endsWith('be') ? name : `${name}le`;
}

/** @param planes one Float32Array [N] per channel @returns interleaved; what 16 or 24 bits were is the same again */
export function encodePcm(planes: Float32Array[], format: PcmFormat): Uint8Array<ArrayBuffer> {
  if (format === 'pcm-s24') return encodePcm24(planes);
  const bytesPerSample = PCM_FORMATS[format];
  const count = planes[0]?.length ?? 0;
  const bytes = new Uint8Array(count * planes.length * bytesPerSample);
  const view = new DataView(bytes.buffer);
  const little = !format.endsWith('be');
  const isFloat = format.startsWith('pcm-f');
  const half = 2 ** (bytesPerSample * 8 - 1);
  let at = 0;
  for (let i = 0; i < count; i++) {
    for (const plane of planes) {
      const value = plane[i] as number;
      if (isFloat) view.setFloat32(at, value, little);
      else
        putInteger(view, at, Math.max(-half, Math.min(half - 1, Math.round(value * half))), format, little);
      at += bytesPerSample;
    }
  }
  return bytes;
}

/** What hours of sound are written in, three times as fast as through a view. */
function encodePcm24(planes: readonly Float32Array[]): Uint8Array<ArrayBuffer> {
  const count = planes[0]?.length ?? 0;
  const step = 3 * planes.length;
  const bytes = new Uint8Array(count * step);
  const half = 2 ** 23;
  planes.forEach((plane, channel) => {
    for (let i = 0, at = 3 * channel; i < count; i++, at += step) {
      const value = Math.max(-half, Math.min(half - 1, Math.round((plane[i] as number) * half)));
      bytes[at] = value;
      bytes[at + 1] = value >> 8;
      bytes[at + 2] = value >> 16;
    }
  });
  return bytes;
}

/** What a size in a WAV file can say at most. */
const MOST_BYTES = 0xffffffff;

/** Header of a WAV file of 16- or 24-bit samples; from 4 GB on that of its 64-bit form, RF64 (EBU Tech 3306), which is longer. */
export function wavHeader(
  rateHz: number,
  channels: number,
  samples: number,
  bytesPerSample: 2 | 3 = 2,
): Uint8Array<ArrayBuffer> {
  const dataBytes = samples * channels * bytesPerSample;
  const isLarge = 36 + dataBytes > MOST_BYTES;
  const bytes = new Uint8Array(isLarge ? 80 : 44);
  const view = new DataView(bytes.buffer);
  const put = (at: number, text: string) => {
    for (let i = 0; i < text.length; i++) bytes[at + i] = text.charCodeAt(i);
  };
  put(0, isLarge ? 'RF64' : 'RIFF');
  view.setUint32(4, isLarge ? MOST_BYTES : 36 + dataBytes, true);
  put(8, 'WAVE');
  if (isLarge) {
    put(12, 'ds64');
    view.setUint32(16, 28, true);
    view.setBigUint64(20, BigInt(72 + dataBytes), true);
    view.setBigUint64(28, BigInt(dataBytes), true);
    view.setBigUint64(36, BigInt(samples), true);
  }
  const at = bytes.length - 32;
  put(at, 'fmt ');
  view.setUint32(at + 4, 16, true);
  view.setUint16(at + 8, 1, true);
  view.setUint16(at + 10, channels, true);
  view.setUint32(at + 12, rateHz, true);
  view.setUint32(at + 16, rateHz * channels * bytesPerSample, true);
  view.setUint16(at + 20, channels * bytesPerSample, true);
  view.setUint16(at + 22, bytesPerSample * 8, true);
  put(at + 24, 'data');
  view.setUint32(at + 28, isLarge ? MOST_BYTES : dataBytes, true);
  return bytes;
}

function putInteger(view: DataView, at: number, value: number, format: PcmFormat, little: boolean): void {
  if (format === 'pcm-u8') view.setUint8(at, value + 128);
  else if (format === 'pcm-s8') view.setInt8(at, value);
  else if (PCM_FORMATS[format] === 2) view.setInt16(at, value, little);
  else if (PCM_FORMATS[format] === 4) view.setInt32(at, value, little);
  else {
    const parts = [value & 0xff, (value >> 8) & 0xff, (value >> 16) & 0xff];
    (little ? parts : parts.reverse()).forEach((part, i) => {
      view.setUint8(at + i, part);
    });
  }
}
