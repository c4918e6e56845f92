/** The media worker: one file at a time, opened by its content, streamed out as frames and sound. */
import { LipslateError } from '../../core/errors';
import { lastSoundS } from '../../core/fix/broken-times';
import { openMedia, openPicture, openSound } from '../lib/decode/choose-decoder';
import { toLipslateError } from '../lib/decode/failure';
import { searchSpeech, sendSound } from '../lib/decode/mono-16k';
import type { Opened, OpenMedia } from '../lib/decode/reader';
import { CreditGate, StreamStopped } from '../lib/port/backpressure';
import { serve } from '../lib/rpc';
import type { FrameMessage, FrameRange, MediaWorkerApi, SoundMessage } from './contract';

let media: OpenMedia | null = null;
let source: File | null = null;
const running = new Set<CreditGate>();

const api: MediaWorkerApi = {
  open: (file) => openBy(openMedia, file),
  openPicture: (file, hasOneClock) => openBy((each) => openPicture(each, hasOneClock), file),
  openSound: (file) => openBy(openSound, file),

  streamFrames(range, port) {
    return stream(port, (gate) => sendFrames(opened(), range, gate));
  },

  streamSound(audioIndex, port, mix) {
    return stream(port, async (gate) => {
      const { durationS, sound } = opened();
      return sendSound(await sound(audioIndex), lastSoundS(durationS), gate, mix ?? null);
    });
  },

  async searchSpeech(audioIndex) {
    try {
      return await searchSpeech(await opened().sound(audioIndex));
    } catch (error) {
      const told = await toLipslateError(error, source);
      if (told.code === 'codec-unsupported' || told.code === 'decode-failed') return null;
      throw told;
    }
  },

  async makeProxy(audioIndex, onProgress) {
    try {
      return await opened().proxy(audioIndex, onProgress);
    } catch (error) {
      throw await toLipslateError(error, source);
    }
  },

  async close() {
    for (const gate of running) gate.stop();
    media?.dispose();
    media = null;
    source = null;
  },
};

serve(api);

async function openBy<Info>(open: (file: File) => Promise<Opened<Info>>, file: File): Promise<Info> {
  await api.close();
  try {
    const { info, media: opened } = await open(file);
    media = opened;
    source = file;
    return info;
  } catch (error) {
    throw await toLipslateError(error, file);
  }
}

function opened(): OpenMedia {
  if (media === null) throw new LipslateError('internal', 'No file is open.');
  return media;
}

/** Runs one stream: its end or its error goes over the port, and the error to the caller as well. */
async function stream<Sent>(port: MessagePort, send: (gate: CreditGate) => Promise<Sent>): Promise<Sent> {
  const gate = new CreditGate(port);
  running.add(gate);
  try {
    const sent = await send(gate);
    gate.send({ type: 'end' } satisfies FrameMessage & SoundMessage);
    return sent;
  } catch (cause) {
    const error =
      gate.stopped || cause instanceof StreamStopped
        ? new LipslateError('cancelled')
        : await toLipslateError(cause, source);
    gate.send({ type: 'error', error: error.toData() } satisfies FrameMessage & SoundMessage);
    throw error;
  } finally {
    running.delete(gate);
  }
}

async function sendFrames({ picture }: OpenMedia, range: FrameRange, gate: CreditGate): Promise<number> {
  if (picture === null) throw new LipslateError('internal', 'This file is open for its sound alone.');
  const { rotation } = picture.info;
  let count = 0;
  for await (const { ptsS, frame } of picture.frames(range)) {
    try {
      await gate.take();
    } catch (stopped) {
      frame.close();
      throw stopped;
    }
    gate.send({ type: 'frame', ptsS, frame, rotation } satisfies FrameMessage, [frame]);
    count += 1;
  }
  return count;
}
