/** Drives one <video> and its shifted sound: play, shuttle, step, seek. Owns both clocks; dispose() ends them. */
import { ShiftedSound } from './shiftedSound';

export interface PlaybackState {
  readonly playing: boolean;
  /** -2, -1 backwards; 1, 2 forwards. */
  readonly speed: number;
}

export interface PlaybackOptions {
  video: HTMLVideoElement;
  /** Seconds that the sound is moved earlier at a time of the picture, now and in the other switch position. */
  advanceAtS(timeS: number): number;
  reserveAtS(timeS: number): number;
  /** Frames per second; 0 when unknown. */
  fps: number;
  /** PTS of every picture where their rate varies; null where `fps` says it all. */
  frameTimesS(): Float64Array | null;
  onTime(timeS: number): void;
  onState(state: PlaybackState): void;
  /** The sound cannot be played; the picture goes on. */
  onSoundError(): void;
}

const FASTEST = 2;
export const ASSUMED_FPS = 25;

export class Playback {
  readonly #options: PlaybackOptions;
  readonly #video: HTMLVideoElement;
  readonly #sound: ShiftedSound;
  readonly #scope = new AbortController();
  #playing = false;
  #speed = 1;
  /** Grows with every order; what belongs to an older one stops by itself. */
  #order = 0;
  #raf = 0;
  #lastReverseMs = 0;
  #loopFromS: number | null = null;

  constructor(options: PlaybackOptions) {
    this.#options = options;
    this.#video = options.video;
    this.#sound = new ShiftedSound({ ...options, onError: options.onSoundError });
    const { signal } = this.#scope;
    this.#video.addEventListener('ended', () => this.#onEnded(), { signal });
    this.#video.addEventListener('seeked', () => this.#tellTime(), { signal });
    this.#video.addEventListener('loadedmetadata', () => this.#tellTime(), { signal });
  }

  /** Another version of the same film goes on where this one was. */
  setSource(url: string): void {
    const goesOn = this.#playing;
    const atS = this.#video.currentTime;
    this.pause();
    this.#video.src = url;
    if (atS > 0) this.#video.currentTime = atS;
    this.#sound.setSource(url);
    if (goesOn) this.play();
  }

  /** At the end of the film it goes on there. @param fromS null: it stops */
  setLoop(fromS: number | null): void {
    this.#loopFromS = fromS;
  }

  /** @param volume 0..1 */
  setVolume(volume: number): void {
    this.#sound.setVolume(volume);
  }

  toggle(): void {
    if (this.#playing) this.pause();
    else this.play();
  }

  play(speed = 1): void {
    const order = ++this.#order;
    const video = this.#video;
    if (video.ended && speed > 0) video.currentTime = 0;
    this.#set(true, speed);
    video.pause();
    this.#sound.stop();
    cancelAnimationFrame(this.#raf);
    if (speed < 0) {
      this.#lastReverseMs = performance.now();
      this.#raf = requestAnimationFrame(this.#reverse);
      return;
    }
    video.playbackRate = speed;
    const alive = () => order === this.#order && this.#playing;
    void this.#sound.start(alive).then(async () => {
      if (!alive()) return;
      try {
        await video.play();
      } catch {
        if (alive()) this.pause();
        return;
      }
      if (alive()) this.#raf = requestAnimationFrame(this.#forward);
    });
  }

  pause(): void {
    this.#order += 1;
    cancelAnimationFrame(this.#raf);
    this.#video.pause();
    this.#sound.stop();
    this.#set(false, 1);
    this.#tellTime();
  }

  /** J and L: one notch faster in this direction, or the other way at normal speed. */
  shuttle(direction: -1 | 1): void {
    const sameWay = this.#playing && Math.sign(this.#speed) === direction;
    this.play(direction * (sameWay ? Math.min(FASTEST, Math.abs(this.#speed) * 2) : 1));
  }

  /** Pauses and shows the frame so many frames on. */
  step(frames: number): void {
    if (this.#playing) this.pause();
    const { frameTimesS, fps } = this.#options;
    const nowS = this.#video.currentTime;
    this.#show(middleOfFrame(nowS, frames, frameTimesS(), fps > 0 ? fps : ASSUMED_FPS));
  }

  seek(timeS: number): void {
    this.#show(timeS);
    if (this.#playing) this.play(this.#speed);
  }

  skip(seconds: number): void {
    this.seek(this.#video.currentTime + seconds);
  }

  dispose(): void {
    this.pause();
    this.#scope.abort();
    this.#sound.dispose();
    this.#video.removeAttribute('src');
    this.#video.load();
  }

  readonly #forward = (): void => {
    if (!this.#playing) return;
    this.#options.onTime(this.#video.currentTime);
    if (!this.#sound.follow()) {
      this.play(this.#speed);
      return;
    }
    this.#raf = requestAnimationFrame(this.#forward);
  };

  /** No browser plays backwards: show earlier frames as fast as they come. */
  readonly #reverse = (): void => {
    if (!this.#playing) return;
    const now = performance.now();
    if (!this.#video.seeking) {
      const backS = ((now - this.#lastReverseMs) / 1000) * this.#speed;
      this.#lastReverseMs = now;
      this.#show(this.#video.currentTime + backS);
      if (this.#video.currentTime <= 0) {
        this.pause();
        return;
      }
    }
    this.#raf = requestAnimationFrame(this.#reverse);
  };

  #onEnded(): void {
    const fromS = this.#playing ? this.#loopFromS : null;
    if (fromS === null) {
      this.pause();
      return;
    }
    this.#show(fromS);
    this.play(this.#speed);
  }

  #show(timeS: number): void {
    const { duration } = this.#video;
    const last = Number.isFinite(duration) ? duration : Number.POSITIVE_INFINITY;
    const shownS = Math.min(Math.max(0, timeS), last);
    this.#video.currentTime = shownS;
    // Reported at once, so that marks and slider do not lag behind the hand.
    this.#options.onTime(shownS);
  }

  #tellTime(): void {
    this.#options.onTime(this.#video.currentTime);
  }

  #set(playing: boolean, speed: number): void {
    if (playing === this.#playing && speed === this.#speed) return;
    this.#playing = playing;
    this.#speed = speed;
    this.#options.onState({ playing, speed });
  }
}

/** The middle of the frame so many on, so that rounding never shows its neighbour. */
export function middleOfFrame(
  nowS: number,
  frames: number,
  timesS: Float64Array | null,
  fps: number,
): number {
  if (!timesS || timesS.length < 2) return (Math.floor(nowS * fps + 1e-3) + frames + 0.5) / fps;
  const shown = timesS.findLastIndex((timeS) => timeS <= nowS + 1e-4);
  const wanted = Math.max(0, Math.min(timesS.length - 1, Math.max(0, shown) + frames));
  const startS = timesS[wanted]!;
  return (startS + (timesS[wanted + 1] ?? startS + 1 / fps)) / 2;
}
