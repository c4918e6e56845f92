/** Plays a feed in a <video> while it is still being made; without MediaSource, as a file once it has ended. */
import type { PreviewBuffer } from '../../engine/dub/preview-buffer';

interface MediaSourceLike {
  new (): MediaSource;
  isTypeSupported(type: string): boolean;
}

/** @returns ends the playback and lets go of everything */
export function attachFeed(video: HTMLVideoElement, feed: PreviewBuffer): () => void {
  const Source = mediaSource();
  const scope = new AbortController();
  let detach: () => void = () => {};
  const asFile = () => {
    detach();
    detach = playAsFile(video, feed);
  };
  if (Source?.isTypeSupported(feed.mimeType)) detach = stream(Source, video, feed, asFile, scope.signal);
  else asFile();
  return () => {
    scope.abort();
    detach();
    video.removeAttribute('src');
    video.load();
  };
}

/** True when the feed can be played before it has ended. */
export function playsEarly(feed: PreviewBuffer): boolean {
  return mediaSource()?.isTypeSupported(feed.mimeType) ?? false;
}

function mediaSource(): MediaSourceLike | undefined {
  const { MediaSource, ManagedMediaSource } = globalThis as {
    MediaSource?: MediaSourceLike;
    /** iPhones have only this one. */
    ManagedMediaSource?: MediaSourceLike;
  };
  return MediaSource ?? ManagedMediaSource;
}

function stream(
  Source: MediaSourceLike,
  video: HTMLVideoElement,
  feed: PreviewBuffer,
  onRefused: () => void,
  signal: AbortSignal,
): () => void {
  const source = new Source();
  let appended = 0;
  let buffer: SourceBuffer | null = null;
  const append = () => {
    if (!buffer || buffer.updating || source.readyState !== 'open') return;
    const piece = feed.pieces[appended];
    if (piece) {
      appended += 1;
      try {
        buffer.appendBuffer(piece);
      } catch {
        // Such as a full buffer: the file at the end has room.
        onRefused();
      }
    } else if (feed.ended) {
      source.endOfStream();
    }
  };
  source.addEventListener(
    'sourceopen',
    () => {
      if (buffer) return;
      buffer = source.addSourceBuffer(feed.mimeType);
      buffer.addEventListener('updateend', append, { signal });
      buffer.addEventListener('error', onRefused, { signal });
      append();
    },
    { signal },
  );
  const off = feed.subscribe(append);
  video.disableRemotePlayback = true;
  const url = URL.createObjectURL(source);
  video.src = url;
  return () => {
    off();
    URL.revokeObjectURL(url);
  };
}

function playAsFile(video: HTMLVideoElement, feed: PreviewBuffer): () => void {
  let url: string | null = null;
  const show = () => {
    if (!feed.ended || url !== null || feed.pieces.length === 0) return;
    const timeS = video.currentTime;
    url = URL.createObjectURL(feed.toBlob());
    video.src = url;
    video.currentTime = timeS;
  };
  const off = feed.subscribe(show);
  show();
  return () => {
    off();
    if (url !== null) URL.revokeObjectURL(url);
  };
}
