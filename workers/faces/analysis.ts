/** Follows every face through one range of frames and collects its lips. */
import type { Square } from '../../core/lips/geometry';
import { lipQuality } from '../../core/lips/quality';
import { TrackRecorder } from '../../core/lips/recorder';
import { SHOT_HEIGHT, SHOT_WIDTH, ShotDetector } from '../../core/lips/shot-detection';
import { FaceTracker, MAX_FACES, type TrackState } from '../../core/lips/tracker';
import type { FaceChunk, ShotEdges } from '../../core/lips/types';
import type { FramePixels } from '../lib/frame-pixels';
import { SearchSchedule } from './detection-schedule';
import type { FaceLook, FaceReader } from './face-reader';
import { sampleLuma } from './sampler';

/** A new face must look like one beyond doubt; one that is followed already gets more patience. */
const PRESENCE_OF_NEW = 0.95;
/** The detector is asked this often whether a followed face is one, and may say no this many times in a row. */
const CONFIRM_EVERY_S = 1;
const DOUBTS_ALLOWED = 3;
/** Turned further than this, the detector misses real faces: its no counts for nothing. */
const CONFIRM_YAW = 40;
/** A face is not followed over a gap like this: what joins frames in time would fill it, be it hours of nothing. */
const LONGEST_STILL_S = 5;
/** A new thumbnail must be this much better than the last. */
const BETTER_THUMBNAIL = 0.15;

interface Companion {
  recorder: TrackRecorder;
  confirmAtS: number;
  doubts: number;
  deviation: Float32Array;
  jitter: number;
}

export class Analysis {
  readonly #reader: FaceReader;
  readonly #outlines: boolean;
  readonly #shots = new ShotDetector();
  readonly #tracker = new FaceTracker();
  readonly #companions = new WeakMap<TrackState, Companion>();
  readonly #recorders: TrackRecorder[] = [];
  readonly #luma = new Uint8Array(SHOT_WIDTH * SHOT_HEIGHT);
  readonly #frameTimesS: number[] = [];
  readonly #cutsS: number[] = [];
  #edges: ShotEdges | null = null;
  #schedule: SearchSchedule | null = null;
  #scheduleFor = '';
  #motion = 0;
  /** What a cut ended, until the next, and how many recorders there were. */
  #beforeCut: { tracks: TrackState[]; recorders: number } | null = null;

  /** @param outlines whether they are collected as well */
  constructor(reader: FaceReader, outlines: boolean) {
    this.#reader = reader;
    this.#outlines = outlines;
  }

  /** Faces in sight in the last frame. */
  get faces(): number {
    const lastS = this.#frameTimesS.at(-1) ?? 0;
    return this.#tracker.tracks.filter((track) => !this.#tracker.isLost(track, lastS)).length;
  }

  /** Frames must come in rising time; one with a time seen already is ignored. */
  addFrame(picture: FramePixels, timeS: number): void {
    const lastS = this.#frameTimesS.at(-1);
    if (lastS !== undefined && timeS <= lastS) return;
    this.#frameTimesS.push(timeS);
    const schedule = this.#scheduleOf(picture);
    const began = performance.now();
    sampleLuma(picture, this.#luma, SHOT_WIDTH, SHOT_HEIGHT);
    const { cut, returned, motion, flat } = this.#shots.push(this.#luma);
    if (!flat) this.#keepEdge(timeS);
    this.#reader.times.shotMs += performance.now() - began;
    this.#motion += motion;
    if (lastS !== undefined && timeS - lastS > LONGEST_STILL_S) this.#endShot(schedule);
    if (cut) this.#newShot(timeS, schedule);
    if (returned) this.#oldShot(schedule);
    this.#follow(picture, timeS);
    const tracks = this.#tracker.tracks;
    const following = tracks.length > 0 && tracks.every((track) => !this.#tracker.isLost(track, timeS));
    for (const square of schedule.next(timeS, following)) this.#search(picture, square, timeS);
  }

  #keepEdge(timeS: number): void {
    const seen = { timeS, luma: this.#luma.slice() };
    this.#edges = { first: this.#edges?.first ?? seen, last: seen };
  }

  finish(range: { startS: number; endS: number }): FaceChunk {
    return {
      startS: range.startS,
      endS: range.endS,
      frameTimesS: Float64Array.from(this.#frameTimesS),
      cutsS: Float64Array.from(this.#cutsS),
      edges: this.#edges,
      tracks: this.#recorders.filter((recorder) => recorder.length > 0).map((recorder) => recorder.finish()),
      motion: this.#frameTimesS.length > 1 ? this.#motion / (this.#frameTimesS.length - 1) : 0,
    };
  }

  /** Faces seen from here on are new ones. */
  #endShot(schedule: SearchSchedule): void {
    this.#tracker.endAll();
    this.#beforeCut = null;
    schedule.restart();
  }

  #newShot(timeS: number, schedule: SearchSchedule): void {
    this.#cutsS.push(timeS);
    this.#beforeCut = { tracks: this.#tracker.endAll(), recorders: this.#recorders.length };
    schedule.restart();
  }

  /** The last cut was a flash: its tracks were of the flash, and those from before go on. */
  #oldShot(schedule: SearchSchedule): void {
    if (!this.#beforeCut) return;
    this.#cutsS.pop();
    this.#recorders.length = this.#beforeCut.recorders;
    this.#tracker.restore(this.#beforeCut.tracks);
    this.#beforeCut = null;
    schedule.restart();
  }

  #follow(picture: FramePixels, timeS: number): void {
    const seen = new Map<TrackState, FaceLook>();
    for (const track of this.#tracker.tracks) {
      const look = this.#reader.look(picture, this.#tracker.predict(track, timeS).crop);
      if (look) seen.set(track, look);
    }
    const { kept } = this.#tracker.update(timeS, seen);
    for (const track of kept.keys()) this.#record(picture, track, seen.get(track)!, timeS);
    for (const track of [...kept.keys()]) this.#doubt(picture, track, timeS);
  }

  #search(picture: FramePixels, square: Square, timeS: number): void {
    for (const found of this.#reader.search(picture, square)) {
      const rough = boxOf(found);
      if (this.#tracker.isTaken(rough, timeS)) continue;
      const known = this.#tracker.findLost(rough, timeS);
      if (!known && this.#tracker.tracks.length >= MAX_FACES) continue;
      const look = this.#reader.lookAround(picture, found);
      if (!look || look.presence < PRESENCE_OF_NEW || this.#tracker.isTaken(look.box, timeS)) continue;
      if (known) {
        this.#tracker.regain(known, look, timeS);
        this.#record(picture, known, look, timeS);
      } else if (this.#reader.confirm(picture, look)) {
        this.#start(picture, look, timeS);
      }
    }
  }

  #start(picture: FramePixels, look: FaceLook, timeS: number): void {
    const track = this.#tracker.start(look, timeS);
    if (!track) return;
    const recorder = new TrackRecorder(track.id);
    this.#recorders.push(recorder);
    this.#companions.set(track, {
      recorder,
      confirmAtS: timeS + CONFIRM_EVERY_S,
      doubts: 0,
      deviation: look.shape.deviation,
      jitter: 0,
    });
    this.#record(picture, track, look, timeS);
  }

  #record(picture: FramePixels, track: TrackState, look: FaceLook, timeS: number): void {
    const companion = this.#companions.get(track);
    if (!companion) return;
    const { displayWidth: width, displayHeight: height } = picture;
    const jitter = rmsDifference(companion.deviation, look.shape.deviation);
    companion.deviation = look.shape.deviation;
    companion.jitter += 0.3 * (jitter - companion.jitter);
    const [yaw, pitch] = look.shape.pose;
    const sourceScale = Math.min(picture.width, picture.height) / Math.min(width, height);
    const quality = lipQuality({
      faceWidthPx: look.box.width * sourceScale,
      yaw,
      pitch,
      presence: look.presence,
      jitter: companion.jitter,
      sharpness: look.sharpness,
    });
    companion.recorder.push({
      timeS,
      box: {
        x: look.box.x / width,
        y: look.box.y / height,
        width: look.box.width / width,
        height: look.box.height / height,
      },
      lips: look.shape.lips,
      opening: look.shape.opening,
      quality,
      pose: look.shape.pose,
      ...(this.#outlines ? drawnPoints(look.shape, width, height) : {}),
    });
    if (quality > companion.recorder.thumbnailQuality + BETTER_THUMBNAIL) {
      companion.recorder.thumbnail = this.#reader.thumbnail(picture, look);
      companion.recorder.thumbnailQuality = quality;
    }
  }

  /** A track that has slid onto something else, or was never a face, ends here. */
  #doubt(picture: FramePixels, track: TrackState, timeS: number): void {
    const companion = this.#companions.get(track);
    if (!companion || timeS < companion.confirmAtS) return;
    companion.confirmAtS = timeS + CONFIRM_EVERY_S / (companion.doubts + 1);
    const look = track.last as FaceLook;
    if (this.#reader.confirm(picture, look)) companion.doubts = 0;
    else if (Math.abs(look.shape.pose[0]) < CONFIRM_YAW) companion.doubts += 1;
    if (companion.doubts >= DOUBTS_ALLOWED) this.#tracker.end(track);
  }

  /** Pictures may change size within a file. */
  #scheduleOf(picture: FramePixels): SearchSchedule {
    const key = `${picture.displayWidth} ${picture.displayHeight}`;
    if (!this.#schedule || key !== this.#scheduleFor) {
      this.#schedule = new SearchSchedule(picture.displayWidth, picture.displayHeight);
      this.#scheduleFor = key;
    }
    return this.#schedule;
  }
}

/** What dubbing needs beside the lips. */
function drawnPoints({ outline, lowerFace }: FaceLook['shape'], width: number, height: number) {
  return { outline: relative(outline, width, height), lowerFace: relative(lowerFace, width, height) };
}

/** From pixels to shares of the displayed picture. */
function relative(points: Float32Array, width: number, height: number): Float32Array {
  return points.map((value, i) => value / (i % 2 ? height : width));
}

function boxOf(square: Square) {
  const { centreX, centreY, size } = square;
  return { x: centreX - size / 2, y: centreY - size / 2, width: size, height: size };
}

function rmsDifference(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i]! - b[i]!) ** 2;
  return Math.sqrt((3 * sum) / a.length);
}
