/** mediabunny carries out one edit of a track at its own speed; of more it warns, and tells times that no player has. */
import { Logging } from 'mediabunny';

export interface EditWatch {
  /** Whether an edit was left out since. */
  readonly ignored: boolean;
  stop(): void;
}

export function watchEdits(): EditWatch {
  let ignored = false;
  const stop = Logging.on('warn', ([text]) => {
    ignored ||= /unsupported edit list/i.test(String(text));
  });
  return {
    get ignored() {
      return ignored;
    },
    stop,
  };
}
