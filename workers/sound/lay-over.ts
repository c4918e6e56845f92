/** New speech over the background of an old recording, whose own voice is taken out; as loud as that voice was. */
import { VoiceSplit } from '../../core/enhance/denoise';
import { endless } from '../../core/enhance/endless';
import type { SplitSound } from '../../core/enhance/put-back';
import { voiceMask, withoutVoice } from '../../core/enhance/voice-mask';
import { LipslateError } from '../../core/errors';
import { IS_SPEECH } from '../../core/loudness/figures';
import { Limiter } from '../../core/loudness/limiter';
import { LoudnessMeter } from '../../core/loudness/meter';
import { asItIs } from '../lib/sound/retime';
import { openSource } from '../lib/sound/source';
import type { LaidOver, LayOverJob } from './contract';
import { KeptBlocks } from './kept-blocks';
import { placed, placedBlocks } from './placed';
import { newRnnoise, RNNOISE_RATE_HZ } from './rnnoise';
import { Sequence } from './sequence';
import { CEILING_DB, gainBetweenDb, loudnessOf } from './speeches';
import { WavWriter } from './wav-writer';

const RATE_HZ = RNNOISE_RATE_HZ;
/** Where the background begins anew. */
const FADE = Math.round(0.3 * RATE_HZ);
/** With less speech than this there is no voice whose loudness could be met. */
const LEAST_SPEECH_S = 1;
const FRAME_S = 0.01;

/** @throws LipslateError: see SoundWorkerApi.layOver */
export async function layOver(job: LayOverJob, onProgress: (share: number) => void): Promise<LaidOver> {
  const { original, originalTrack, originalStartS, speech, speechTrack, durationS } = job;
  const background = await openSource(original);
  try {
    const newSpeech = await openSource(speech);
    try {
      if (background.listing.audioTracks.length === 0) throw new LipslateError('no-sound');
      if (newSpeech.listing.audioTracks.length === 0) throw new LipslateError('no-speech');
      const under = await background.sound(originalTrack);
      const untilS = Math.min(background.listing.durationS, originalStartS + durationS);
      const wanted = { rateHz: RATE_HZ, startS: originalStartS, samples: samplesOf(untilS - originalStartS) };
      const room = await takeVoiceOut(
        asItIs(under, wanted, untilS, (s) => onProgress((s / untilS) * 0.6)),
        under.channels,
      );
      const over = await newSpeech.sound(speechTrack);
      const spoken = () =>
        asItIs(over, { rateHz: RATE_HZ, startS: 0, samples: samplesOf(durationS) }, durationS, () => {});
      const gainDb = await gainFor(room.voiceLufs, spoken(), under.channels);
      const wav = await mix(room, spoken(), { channels: under.channels, gainDb, durationS }, (share) =>
        onProgress(0.6 + share * 0.4),
      );
      return { wav, gainDb };
    } finally {
      newSpeech.dispose();
    }
  } finally {
    background.dispose();
  }
}

const samplesOf = (seconds: number) => Math.max(1, Math.round(seconds * RATE_HZ));

interface Room {
  /** The recording without its voice, from its start, as often as wanted. */
  blocks(): AsyncGenerator<Float32Array[]>;
  /** How loud the voice was, LUFS; null when there is hardly any. */
  voiceLufs: number | null;
}

async function takeVoiceOut(blocks: AsyncIterable<Float32Array[]>, channels: number): Promise<Room> {
  const denoisers = await Promise.all(Array.from({ length: channels }, newRnnoise));
  const splits = denoisers.map((denoiser) => new VoiceSplit(denoiser));
  const [all, voices] = [new KeptBlocks(channels), new KeptBlocks(channels)];
  const meter = new LoudnessMeter(RATE_HZ, channels, { withPeaks: false });
  const take = (parts: SplitSound[]) => {
    const voice = parts.map((part) => part.voice);
    meter.push(voice);
    voices.push(voice);
    all.push(parts.map((part) => part.all));
  };
  for await (const planes of blocks)
    take(splits.map((split, channel) => split.push(planes[channel] as Float32Array)));
  take(splits.map((split) => split.end()));
  await all.finish();
  await voices.finish();
  // What a frame says is of the sound one frame before.
  const speech = splits.map((split) => split.speech.slice(1));
  const speechS = Math.max(
    ...speech.map((frames) => frames.filter((share) => share >= IS_SPEECH).length * FRAME_S),
  );
  const mask = voiceMask(speech);
  return {
    async *blocks() {
      let at = 0;
      const voice = voices.blocks();
      for await (const planes of all.blocks()) {
        const { value } = await voice.next();
        yield planes.map((plane, i) =>
          withoutVoice(plane, value![i] as Float32Array, at, mask, FRAME_S * RATE_HZ),
        );
        at += planes[0]?.length ?? 0;
      }
    },
    voiceLufs: speechS < LEAST_SPEECH_S ? null : meter.result().integratedLufs,
  };
}

/** @returns dB that bring the new speech to the loudness of the old voice; 0 where either cannot be told */
async function gainFor(
  voiceLufs: number | null,
  speech: AsyncIterable<Float32Array[]>,
  channels: number,
): Promise<number> {
  if (voiceLufs === null) return 0;
  return gainBetweenDb(await loudnessOf(placedBlocks(speech, channels), RATE_HZ, channels), voiceLufs);
}

async function mix(
  room: Room,
  speech: AsyncIterable<Float32Array[]>,
  { channels, gainDb, durationS }: { channels: number; gainDb: number; durationS: number },
  onProgress: (share: number) => void,
): Promise<File> {
  const samples = samplesOf(durationS);
  const wav = new WavWriter(RATE_HZ, channels, samples);
  const limiter = new Limiter(RATE_HZ, channels, CEILING_DB);
  const under = new Sequence(
    endless(() => room.blocks(), FADE),
    channels,
  );
  const gain = 10 ** (gainDb / 20);
  let made = 0;
  const add = async (planes: Float32Array[]) => {
    const below = await under.next(planes[0]?.length ?? 0);
    const mixed = planes.map((plane, channel) =>
      plane.map((sample, i) => sample * gain + ((below[channel] as Float32Array)[i] as number)),
    );
    made += mixed[0]?.length ?? 0;
    wav.write(limiter.push(mixed));
    onProgress(made / samples);
  };
  for await (const planes of speech) await add(placed(planes, channels));
  // The speech may be a little shorter than the pictures.
  if (made < samples) await add(Array.from({ length: channels }, () => new Float32Array(samples - made)));
  wav.write(limiter.end());
  return wav.file('over-the-original.wav');
}
