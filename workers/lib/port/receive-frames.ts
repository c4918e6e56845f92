/** Pulls frames from the media worker's port with credits, so that only a few decoded frames are ever alive. */
import { LipslateError } from '../../../core/errors';
import type { CreditMessage, FrameMessage } from '../../media/contract';

type Frame = Extract<FrameMessage, { type: 'frame' }>;

/** Enough to keep the decoder busy while a frame is looked at; a 4K frame is 12 MB. */
const FRAMES_IN_FLIGHT = 5;

/**
 * Calls `use` for each frame in turn until the stream ends, and closes every frame, also when `use` throws.
 * @throws LipslateError what the stream reported
 */
export async function forEachFrame(port: MessagePort, use: (frame: Frame) => Promise<void>): Promise<void> {
  const waiting: FrameMessage[] = [];
  let wake: () => void = () => {};
  let open = true;
  port.onmessage = (event: MessageEvent<FrameMessage>) => {
    if (!open && event.data.type === 'frame') event.data.frame.close();
    else waiting.push(event.data);
    wake();
  };
  const give = (count: number) => port.postMessage({ type: 'credit', count } satisfies CreditMessage);
  try {
    give(FRAMES_IN_FLIGHT);
    for (;;) {
      const message = waiting.shift();
      if (!message) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
        continue;
      }
      if (message.type === 'end') return;
      if (message.type === 'error') throw LipslateError.fromData(message.error);
      try {
        await use(message);
      } finally {
        message.frame.close();
      }
      give(1);
    }
  } finally {
    open = false;
    for (const message of waiting) if (message.type === 'frame') message.frame.close();
    port.close();
  }
}
