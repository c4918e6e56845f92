/** Draws the preview's two halves over each other: before left of the line, after right of it. */
import { type RefObject, useEffect, useRef } from 'react';
import type { PreviewBuffer } from '../../engine/dub/preview-buffer';

const EVENTS = ['loadeddata', 'seeked', 'timeupdate', 'pause', 'ended'] as const;

export function useCompareCanvas(
  video: RefObject<HTMLVideoElement | null>,
  canvas: RefObject<HTMLCanvasElement | null>,
  feed: PreviewBuffer,
  split: number,
  badge: boolean,
): void {
  const latest = useRef({ split, badge });
  latest.current = { split, badge };
  // biome-ignore lint/correctness/useExhaustiveDependencies: a moved line shows another part of the same picture
  useEffect(() => {
    if (video.current && canvas.current) draw(video.current, canvas.current, feed, latest.current);
  }, [split, badge]);
  useEffect(() => {
    const [element, target] = [video.current, canvas.current];
    if (!element || !target) return;
    const scope = new AbortController();
    const show = () => draw(element, target, feed, latest.current);
    for (const type of EVENTS) element.addEventListener(type, show, { signal: scope.signal });
    let callback = 0;
    const onFrame = () => {
      show();
      callback = element.requestVideoFrameCallback(onFrame);
    };
    // Browsers without it draw at `timeupdate` alone: less smooth, but the same pictures.
    if ('requestVideoFrameCallback' in element) callback = element.requestVideoFrameCallback(onFrame);
    return () => {
      scope.abort();
      if (callback > 0) element.cancelVideoFrameCallback(callback);
    };
  }, [video, canvas, feed]);
}

function draw(
  video: HTMLVideoElement,
  canvas: HTMLCanvasElement,
  feed: PreviewBuffer,
  { split, badge }: { split: number; badge: boolean },
): void {
  const context = canvas.getContext('2d');
  const half = video.videoWidth / 2;
  if (!context || half === 0 || video.readyState < HTMLMediaElement.HAVE_CURRENT_DATA) return;
  const { width, height } = feed;
  const at = Math.round(split * width);
  const scale = half / width;
  if (at > 0) {
    context.drawImage(video, 0, 0, at * scale, video.videoHeight, 0, 0, at, height);
  }
  if (at < width) {
    const rest = width - at;
    context.drawImage(video, half + at * scale, 0, rest * scale, video.videoHeight, at, 0, rest, height);
    if (badge) drawBadge(context, feed.badge, at);
  }
}

/** On what comes after alone: the part right of the line. */
function drawBadge(
  context: CanvasRenderingContext2D,
  { image, x, y }: PreviewBuffer['badge'],
  fromX: number,
): void {
  const hidden = Math.max(0, Math.min(image.width, fromX - x));
  const shown = image.width - hidden;
  if (shown === 0) return;
  context.drawImage(image, hidden, 0, shown, image.height, x + hidden, y, shown, image.height);
}
