/** How close a sound is to what it should be; SI-SDR is in core/testing. All take Float32Array [N]. */
import FFT from 'fft.js';

const FRAME_S = 0.03;
const [LEAST_DB, MOST_DB] = [-10, 35];

/** Mean over frames of 30 ms in which there is speech, each held within -10 and 35 dB (Hansen & Pellom, 1998). */
export function segmentalSnr(clean, sound, rateHz) {
  const frame = Math.round(FRAME_S * rateHz);
  const frames = [];
  for (let at = 0; at + frame <= clean.length; at += frame) {
    let [power, error] = [0, 0];
    for (let i = at; i < at + frame; i++) {
      power += clean[i] ** 2;
      error += (sound[i] - clean[i]) ** 2;
    }
    frames.push({ power, error });
  }
  const loudest = Math.max(...frames.map(({ power }) => power));
  const heard = frames.filter(({ power }) => power > loudest * 1e-4);
  const snr = ({ power, error }) =>
    Math.max(LEAST_DB, Math.min(MOST_DB, 10 * Math.log10(power / (error + 1e-12))));
  return heard.reduce((sum, each) => sum + snr(each), 0) / heard.length;
}

export const STOI_RATE_HZ = 10_000;
const WINDOW = 256;
const FFT_SIZE = 512;
const BANDS = 15;
const FIRST_HZ = 150;
/** Frames that are looked at together: 384 ms. */
const SEGMENT = 30;
const QUIET_DB = 40;
const CLIP = 1 + 10 ** (15 / 20);

/**
 * Short-time objective intelligibility, 0..1 (C. Taal et al., "An Algorithm for Intelligibility Prediction of Time–Frequency
 * Weighted Noisy Speech", IEEE TASLP 19, 2011). @param clean @param sound at 10 kHz
 */
export function stoi(clean, sound) {
  const [x, y] = withoutSilence(clean, sound).map(bandsOf);
  let [sum, count] = [0, 0];
  for (let last = SEGMENT; last <= x.length; last++)
    for (let band = 0; band < BANDS; band++) {
      const a = x.slice(last - SEGMENT, last).map((frame) => frame[band]);
      const b = y.slice(last - SEGMENT, last).map((frame) => frame[band]);
      const scale = norm(a) / (norm(b) + 1e-20);
      sum += correlation(
        a,
        b.map((each, i) => Math.min(scale * each, CLIP * a[i])),
      );
      count += 1;
    }
  return sum / count;
}

const hann = Float64Array.from(
  { length: WINDOW },
  (_, i) => 0.5 - 0.5 * Math.cos((2 * Math.PI * (i + 1)) / (WINDOW + 1)),
);

/** Frames of both in which the clean one is no more than 40 dB below its loudest, put together again. */
function withoutSilence(clean, sound) {
  const starts = startsOf(clean);
  const energies = starts.map((at) =>
    hann.reduce((sum, weight, i) => sum + (weight * clean[at + i]) ** 2, 0),
  );
  const least = Math.max(...energies) * 10 ** (-QUIET_DB / 10);
  const kept = starts.filter((_, i) => energies[i] > least);
  return [clean, sound].map((from) => {
    const out = new Float64Array((kept.length + 1) * (WINDOW / 2));
    kept.forEach((at, n) => {
      for (let i = 0; i < WINDOW; i++) out[(n * WINDOW) / 2 + i] += hann[i] * from[at + i];
    });
    return out;
  });
}

/** Per frame the size of each third of an octave. */
function bandsOf(sound) {
  return startsOf(sound).map((at) => {
    const power = spectrum(sound, at);
    return Float64Array.from({ length: BANDS }, (_, band) => {
      const middleHz = FIRST_HZ * 2 ** (band / 3);
      const bin = (hz) => Math.round((hz * FFT_SIZE) / STOI_RATE_HZ);
      let sum = 0;
      for (let k = bin(middleHz * 2 ** (-1 / 6)); k < bin(middleHz * 2 ** (1 / 6)); k++) sum += power[k];
      return Math.sqrt(sum);
    });
  });
}

/** Of frames that overlap by half. A frame that ends with the sound is left out, as in its authors' own program. */
function startsOf(sound) {
  const starts = [];
  for (let at = 0; at + WINDOW < sound.length; at += WINDOW / 2) starts.push(at);
  return starts;
}

const fft = new FFT(FFT_SIZE);

/** Powers of a frame up to half the rate. */
function spectrum(sound, at) {
  const frame = new Float64Array(FFT_SIZE);
  for (let i = 0; i < WINDOW; i++) frame[i] = hann[i] * sound[at + i];
  const out = fft.createComplexArray();
  fft.realTransform(out, frame);
  return Float64Array.from({ length: FFT_SIZE / 2 + 1 }, (_, k) => out[2 * k] ** 2 + out[2 * k + 1] ** 2);
}

const norm = (values) => Math.sqrt(values.reduce((sum, x) => sum + x * x, 0));

function correlation(a, b) {
  const centred = (values) => {
    const mean = values.reduce((sum, x) => sum + x, 0) / values.length;
    return values.map((x) => x - mean);
  };
  const [x, y] = [centred(a), centred(b)];
  return x.reduce((sum, value, i) => sum + value * y[i], 0) / (norm(x) * norm(y) + 1e-20);
}
