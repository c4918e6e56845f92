/** What prepares each file of a queue, and where the results go. */
import type { WrittenLoudness } from '../../../core/loudness/kept-loudness';
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
import { asWritten, wantedOf } from './wanted';

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
      const { measured, ...result } = await resultOf(file, info, made, as, signal, save);
      return {
        result,
        // Of the file that is written.
        figures: { before: made.before.figures, after: asWritten(made.after.figures, measured) },
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
    made: PreparedSound,
    as: MadeAs,
    signal: AbortSignal,
    onShare: (share: number) => void,
  ): Promise<Delivered & { measured?: WrittenLoudness | null }> {
    const { wav, channels, durationS } = made;
    const wanted = wantedOf(made);
    const isCopy = as === 'copy' || as === 'copy-beside';
    const goes = as === 'copy-beside' ? 'beside' : 'instead';
    if (isCopy && hasMoreThanSound(info))
      return copies.withSound(signal, file, 0, wav, onShare, goes, wanted);
    if (isCopy || as === 'wav') return { file: wav, suggestedName: wav.name };
    const encoded = await sound.call(signal, (api, live) =>
      api.encode({ wav, channels, durationS, wanted }, as, live(onShare)),
    );
    return { ...encoded, suggestedName: encoded.file.name };
  }
}
