/** Planar samples as the sample that encoders take. */
import { AudioSample } from 'mediabunny';

/** @param planes Float32Array [N] per channel, at least one; whoever takes the sample closes it */
export function sampleOf(planes: Float32Array[], sampleRate: number, timestamp: number): AudioSample {
  const length = planes[0]?.length ?? 0;
  const data = new Float32Array(length * planes.length);
  planes.forEach((plane, i) => {
    data.set(plane, i * length);
  });
  return new AudioSample({
    data,
    format: 'f32-planar',
    numberOfChannels: planes.length,
    sampleRate,
    timestamp,
  });
}
