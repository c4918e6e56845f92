/** What prepares each file of a queue, and where the results go. */
import type { SoundInfo } from '../../../workers/media/contract';
import type { PreparedSound, PrepareProgress } from '../../../workers/sound/contract';
import type { FixEngine } from '../fix/engine';
import { type Delivered, openDelivery } from '../fix/save-copies';
import { shareDone } from '../stages';
import type { newMediaBridge, newModelsBridge, newSoundBridge } from '../workers';
import type { QueueTools } from './queue';
import type { MadeAs } from './queue-types';
import { withSeparator } from './separator';
import { hasMoreThanSound } from './sound-only';

const ZIP_NAME = 'lipslate-clear-speech.zip';

export function queueTools(
  media: ReturnType<typeof newMediaBridge>,
  sound: ReturnType<typeof newSoundBridge>,
  models: ReturnType<typeof newModelsBridge>,
  copies: FixEngine,
): QueueTools {
  return {
    async make(file, { chain, as }, signal, onProgress) {
      onProgress({ stage: 'opening', share: null });
      const info = await media.call(signal, (api) => api.openSound(file));
      const tell = (progress: PrepareProgress) =>
        onProgress({ stage: progress.stage, share: shareDone(progress) });
      sound.renew();
      const job = { audioIndex: 0, chain, withTaken: false };
      const made = await withSeparator(models, chain, signal, (separator) =>
        sound.call(signal, (api, live) => api.prepare(file, { ...job, separator }, live(tell))),
      );
      const save = (share: number) => onProgress({ stage: 'saving', share });
      save(0);
      return {
        result: await resultOf(file, info, made, as, signal, save),
        figures: { before: made.before.figures, after: made.after.figures },
        missed: made.missed,
        endsEarly: made.endsEarly,
      };
    },
    open: (destination) => openDelivery(destination, copies, ZIP_NAME),
    drop: (file) => void copies.drop(file),
  };

  async function resultOf(
    file: File,
    info: SoundInfo,
    { wav, channels, durationS }: PreparedSound,
    as: MadeAs,
    signal: AbortSignal,
    onShare: (share: number) => void,
  ): Promise<Delivered> {
    const isCopy = as === 'copy' || as === 'copy-beside';
    const goes = as === 'copy-beside' ? 'beside' : 'instead';
    if (isCopy && hasMoreThanSound(info)) return copies.withSound(signal, file, 0, wav, onShare, goes);
    if (isCopy || as === 'wav') return { file: wav, suggestedName: wav.name };
    const encoded = await sound.call(signal, (api, live) =>
      api.encode({ wav, channels, durationS }, as, live(onShare)),
    );
    return { file: encoded, suggestedName: encoded.name };
  }
}
