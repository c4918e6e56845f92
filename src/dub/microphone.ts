/** Records speech: asks for the microphone, reports its level, and gives a file. Owns the stream until stop or dispose. */

type MicrophoneProblem = 'refused' | 'missing' | 'busy' | 'unsupported';

const MICROPHONE_TEXTS: Readonly<Record<MicrophoneProblem, string>> = {
  refused:
    'Access to the microphone was denied. Allow it for this page (beside the address), then record again, or choose a file.',
  missing: 'No microphone was found. Connect one and record again, or choose a file.',
  busy: 'The microphone cannot be used now; another program may be using it. Close that program and record again, or choose a file.',
  unsupported: 'This browser cannot record sound in a page. Choose a file instead.',
};

export class MicrophoneError extends Error {
  readonly problem: MicrophoneProblem;

  constructor(problem: MicrophoneProblem) {
    super(MICROPHONE_TEXTS[problem]);
    this.problem = problem;
  }
}

/** What recorders write, the best for speech first. */
const TYPES = ['audio/webm;codecs=opus', 'audio/mp4', 'audio/ogg;codecs=opus'] as const;

export class Microphone {
  readonly #stream: MediaStream;
  readonly #recorder: MediaRecorder;
  readonly #context: AudioContext;
  readonly #analyser: AnalyserNode;
  readonly #window: Float32Array<ArrayBuffer>;
  readonly #pieces: Blob[] = [];

  /** Asks the visitor, and records from then on. @throws MicrophoneError */
  static async start(): Promise<Microphone> {
    if (typeof MediaRecorder === 'undefined' || !navigator.mediaDevices)
      throw new MicrophoneError('unsupported');
    try {
      // What calls need against echo makes speech thin.
      const audio = { channelCount: 1, echoCancellation: false, noiseSuppression: true };
      return new Microphone(await navigator.mediaDevices.getUserMedia({ audio }));
    } catch (cause) {
      const name = cause instanceof Error ? cause.name : '';
      if (name === 'NotAllowedError' || name === 'SecurityError') throw new MicrophoneError('refused');
      throw new MicrophoneError(name === 'NotFoundError' ? 'missing' : 'busy');
    }
  }

  private constructor(stream: MediaStream) {
    this.#stream = stream;
    const mimeType = TYPES.find((type) => MediaRecorder.isTypeSupported(type));
    this.#recorder = new MediaRecorder(stream, mimeType ? { mimeType } : {});
    this.#recorder.ondataavailable = ({ data }) => this.#pieces.push(data);
    this.#context = new AudioContext();
    this.#analyser = this.#context.createAnalyser();
    this.#window = new Float32Array(this.#analyser.fftSize);
    this.#context.createMediaStreamSource(stream).connect(this.#analyser);
    this.#recorder.start(1000);
  }

  /** How loud it is now, 0..1 on a scale of 60 dB. */
  level(): number {
    this.#analyser.getFloatTimeDomainData(this.#window);
    const meanSquare = this.#window.reduce((sum, value) => sum + value * value, 0) / this.#window.length;
    const db = 10 * Math.log10(meanSquare + 1e-9);
    return Math.max(0, Math.min(1, (db + 60) / 60));
  }

  /** Ends the recording. */
  async stop(): Promise<File> {
    const ended = new Promise((resolve) => {
      this.#recorder.onstop = resolve;
    });
    if (this.#recorder.state !== 'inactive') {
      this.#recorder.stop();
      await ended;
    }
    this.dispose();
    const type = this.#recorder.mimeType.split(';')[0] || 'audio/webm';
    const ending = type.split('/')[1] ?? 'webm';
    return new File(this.#pieces, `recording.${ending}`, { type });
  }

  dispose(): void {
    if (this.#recorder.state !== 'inactive') this.#recorder.stop();
    for (const track of this.#stream.getTracks()) track.stop();
    if (this.#context.state !== 'closed') void this.#context.close();
  }
}
