/**
 * Plays the sound of a file beside its muted picture, moved against it by any time, live.
 *
 * A second media element runs a little ahead of where the sound should be, and a DelayNode holds it back. The delay
 * follows the measured difference of the two clocks, so the shift is exact without seeking, and changing it (the A/B
 * switch) takes one short fade.
 */

/** The sound runs ahead by at least this, so that the delay can be corrected both ways. */
const MARGIN_S = 0.1;
/** How much further ahead it may run so that the A/B switch needs no new start; it is also waited for at start. */
const MOST_RESERVE_S = 0.35;
/** A correction below this is neither heard nor worth the change of pitch it makes. */
const TOLERANCE_S = 0.002;
/** After a stutter of the machine both clocks stand differently: so far off, so many times, is no bad reading. */
const STRAY_S = 0.03;
const STRAY_READINGS = 6;
/** Beyond this the sound is started anew instead of stretched into place. */
const HARD_S = 0.25;
/** Not more often than this, so that a machine that stutters still plays. */
const RESTART_PAUSE_MS = 1500;
const START_PATIENCE_MS = 1500;
const FADE_S = 0.012;

export interface ShiftedSoundOptions {
  video: HTMLVideoElement;
  /** How much later in the file than the picture the sound is taken from, seconds, at a time of the picture. */
  advanceAtS(timeS: number): number;
  /** The other position of the A/B switch at that time: a switch to it should be instant. */
  reserveAtS(timeS: number): number;
  onError(): void;
}

export class ShiftedSound {
  readonly #options: ShiftedSoundOptions;
  readonly #sound = document.createElement('audio');
  #context: AudioContext | null = null;
  #source: MediaElementAudioSourceNode | null = null;
  #gain: GainNode | null = null;
  #delay: DelayNode | null = null;
  #delayS = 0;
  #mostDelayS = 1;
  /** Running mean of the delay that the clocks ask for, and of how many readings. */
  #wantedS = 0;
  #readings = 0;
  #lastAdvanceS = 0;
  #strays = 0;
  #startedMs = 0;
  #volume = 1;

  constructor(options: ShiftedSoundOptions) {
    this.#options = options;
    this.#sound.preload = 'auto';
    this.#sound.addEventListener('error', () => options.onError());
  }

  setSource(url: string): void {
    this.stop();
    this.#sound.src = url;
  }

  /** @param volume 0..1, as a slider stands; half of it is heard as about half as loud */
  setVolume(volume: number): void {
    this.#volume = volume * volume;
    this.#fade(this.#volume);
  }

  /**
   * Starts sound for the picture's present time and resolves when the picture should start: when sound that was
   * started now comes out. Must be called from a press or a key, as browsers ask. Never rejects.
   * @param alive false as soon as something newer has been asked for
   */
  async start(alive: () => boolean): Promise<void> {
    try {
      await this.#start(alive);
    } catch {
      // No sound device, or a sound the browser cannot play: the picture plays on without.
      if (alive()) this.#options.onError();
    }
  }

  stop(): void {
    this.#fade(0);
    this.#sound.pause();
  }

  /** Call for every frame while the picture plays. @returns false when the sound must be started anew */
  follow(): boolean {
    const { video } = this.#options;
    const context = this.#context;
    const delay = this.#delay;
    if (!context || !delay || this.#sound.ended || this.#sound.paused) return true;
    const advanceS = this.#options.advanceAtS(video.currentTime);
    const changed = Math.abs(advanceS - this.#lastAdvanceS) > 0.02;
    const readingS = this.#clockDifferenceS() - advanceS / video.playbackRate;
    if (changed || this.#readings === 0) {
      this.#wantedS = changed
        ? this.#wantedS + (this.#lastAdvanceS - advanceS) / video.playbackRate
        : readingS;
    }
    this.#lastAdvanceS = advanceS;
    this.#strays = Math.abs(readingS - this.#wantedS) > STRAY_S ? this.#strays + 1 : 0;
    if (this.#strays >= STRAY_READINGS) this.#readings = 0;
    this.#readings += 1;
    // A mean at first, so that one bad reading does not pull; then slow, since clocks hardly drift.
    this.#wantedS += (readingS - this.#wantedS) / Math.min(this.#readings, 40);
    const settled = performance.now() - this.#startedMs > RESTART_PAUSE_MS;
    const far = Math.abs(readingS - this.#wantedS) > HARD_S;
    const outside = this.#wantedS < -TOLERANCE_S || this.#wantedS > this.#mostDelayS;
    if (outside || far) {
      if (settled || changed) return false;
    }
    this.#setDelay(Math.max(0, this.#wantedS), changed);
    return true;
  }

  dispose(): void {
    this.#sound.pause();
    this.#sound.removeAttribute('src');
    this.#sound.load();
    void this.#context?.close();
    this.#context = null;
  }

  async #start(alive: () => boolean): Promise<void> {
    const { video, advanceAtS, reserveAtS } = this.#options;
    const context = this.#prepare();
    if (context.state !== 'running') await context.resume();
    if (!alive()) return;
    const timeS = video.currentTime;
    const rate = video.playbackRate;
    const advanceS = advanceAtS(timeS);
    const fromS = timeS + advanceS;
    const reserveS = Math.min(MOST_RESERVE_S, Math.max(0, reserveAtS(timeS) - advanceS));
    const leadS = MARGIN_S + reserveS + latencyOf(context);
    this.#sound.playbackRate = rate;
    if (Number.isFinite(this.#sound.duration) && fromS >= this.#sound.duration) return;
    this.#sound.currentTime = Math.max(0, fromS);
    const heldS = leadS + Math.max(0, -fromS) / rate - latencyOf(context);
    this.#newDelay(context, heldS);
    this.#lastAdvanceS = advanceS;
    this.#readings = 0;
    this.#strays = 0;
    this.#startedMs = performance.now();
    await this.#sound.play();
    // The delay line has to fill with exactly what belongs to the first frames.
    const readyS = this.#sound.currentTime + leadS * rate;
    while (alive() && this.#sound.currentTime < readyS && !this.#sound.ended) {
      if (performance.now() - this.#startedMs > START_PATIENCE_MS) break;
      await nextTick();
    }
  }

  #prepare(): AudioContext {
    if (this.#context) return this.#context;
    const context = new AudioContext({ latencyHint: 'interactive' });
    this.#context = context;
    this.#source = context.createMediaElementSource(this.#sound);
    this.#gain = context.createGain();
    this.#gain.connect(context.destination);
    return context;
  }

  /** A fresh line: the old one still holds sound of another place. */
  #newDelay(context: AudioContext, delayS: number): void {
    this.#delay?.disconnect();
    this.#source?.disconnect();
    this.#mostDelayS = Math.max(1.5, delayS + 1);
    this.#delay = context.createDelay(this.#mostDelayS);
    this.#delay.delayTime.value = delayS;
    this.#delayS = delayS;
    this.#source!.connect(this.#delay).connect(this.#gain!);
    this.#fade(this.#volume);
  }

  /** How far the sound element is ahead of the picture, seconds as heard, with what the device adds taken off. */
  #clockDifferenceS(): number {
    const { video } = this.#options;
    const differenceS = (this.#sound.currentTime - video.currentTime) / video.playbackRate;
    return differenceS - (this.#context ? latencyOf(this.#context) : 0);
  }

  #setDelay(delayS: number, atOnce: boolean): void {
    const context = this.#context;
    if (!context || !this.#delay || !this.#gain) return;
    if (!atOnce && Math.abs(delayS - this.#delayS) < TOLERANCE_S) return;
    this.#delayS = delayS;
    const { delayTime } = this.#delay;
    const now = context.currentTime;
    delayTime.cancelScheduledValues(now);
    if (!atOnce) {
      delayTime.setTargetAtTime(delayS, now, 0.05);
      return;
    }
    // A jump would click: down, jump, up.
    this.#fade(0);
    delayTime.setValueAtTime(delayS, now + 4 * FADE_S);
    this.#gain.gain.setTargetAtTime(this.#volume, now + 4 * FADE_S, FADE_S);
  }

  #fade(to: number): void {
    if (!this.#context || !this.#gain) return;
    const now = this.#context.currentTime;
    this.#gain.gain.cancelScheduledValues(now);
    this.#gain.gain.setTargetAtTime(to, now, FADE_S);
  }
}

function latencyOf(context: AudioContext): number {
  return (context.outputLatency || 0) + (context.baseLatency || 0);
}

function nextTick(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 8));
}
