/** The guide voice: typed text becomes a sound file, which is then new speech like any other. */
import { piecesToSpeak } from '../../../core/dub/typed-text';
import { GUIDE_VOICES, type GuideVoice } from '../../../workers/sound/contract';
import { newSoundBridge } from '../workers';

export { GUIDE_VOICES, type GuideVoice };

/**
 * @param onProgress gets shares, 0..1; the first when the voice is loaded
 * @throws LipslateError 'text-unspeakable', 'text-too-long', 'model-load-failed', 'cancelled'
 */
export async function speakTyped(
  signal: AbortSignal,
  text: string,
  voice: GuideVoice,
  onProgress: (share: number) => void,
): Promise<File> {
  const pieces = piecesToSpeak(text);
  const worker = newSoundBridge();
  try {
    return await worker.call(signal, (api, live) => api.speak(pieces, voice, live(onProgress)));
  } finally {
    worker.dispose();
  }
}
