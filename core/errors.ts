/** The one error class of Lipslate, and the closed union of everything that can go wrong. */

/** Each code has one sentence and one hint in `ERROR_TEXTS`, and one row in docs/errors.md. */
export const ERROR_TEXTS = {
  'not-a-video': {
    message: 'This file is not a video.',
    hint: 'Drop a video file such as .mp4, .mov, .mkv, .webm or .avi.',
  },
  'file-unreadable': {
    message: 'This file cannot be opened.',
    hint: 'Check that it is where you say and that you may read it.',
  },
  'empty-file': {
    message: 'This file is empty (0 bytes).',
    hint: 'Copy or download it again: the original may not have finished saving.',
  },
  truncated: {
    message: 'This file is cut off: its index or most of its content is missing.',
    hint: 'Copy or download it again, and wait until it is complete.',
  },
  'audio-only': {
    message: 'This file has sound but no picture.',
    hint: 'Lip sync needs both: drop the video that this sound belongs to.',
  },
  'video-only': {
    message: 'This video has no sound.',
    hint: 'Lip sync needs both: drop a version with its sound track.',
  },
  'codec-unsupported': {
    message: 'No decoder here can read this file.',
    hint: 'Convert it to H.264 video with AAC sound and drop that file.',
  },
  'decode-failed': {
    message: 'Decoding broke off in the middle of this file.',
    hint: 'The file may be damaged at this point: play it in another player, or convert it again.',
  },
  'file-changed': {
    message: 'This file changed or disappeared while it was being read.',
    hint: 'Wait until whatever writes it has finished, then drop it again.',
  },
  'too-small-picture': {
    message: 'This picture is too small to see lips in.',
    hint: 'Use a version at least 64 pixels wide; a face should be at least 48 pixels wide.',
  },
  'webgl-missing': {
    message: 'This browser has WebGL switched off, and the face model needs it.',
    hint: 'Switch on "hardware acceleration" or WebGL in the browser settings, or use another browser.',
  },
  'webcodecs-missing': {
    message: 'This browser cannot decode video for a page (no WebCodecs).',
    hint: 'Use a current Chrome, Edge, Firefox or Safari.',
  },
  'model-load-failed': {
    message: 'A part of the app could not be loaded.',
    hint: 'If you are offline, go online once and reload so that this part can be stored.',
  },
  'storage-full': {
    message: 'This browser has no room left to store this.',
    hint: 'Free some disk space, or clear stored data of other sites, and try again.',
  },
  'worker-died': {
    message: 'The background process working on this file stopped.',
    hint: 'Try this file again; if it keeps happening, close other tabs to free memory.',
  },
  cancelled: { message: 'Cancelled.', hint: 'Start this file again when you like.' },
  internal: {
    message: 'Something went wrong inside Lipslate.',
    hint: 'Try again; if it keeps happening, report it with the details below.',
  },
} as const satisfies Record<string, { message: string; hint: string }>;

export type ErrorCode = keyof typeof ERROR_TEXTS;

/** What travels between threads and into reports. */
export interface ErrorData {
  code: ErrorCode;
  message: string;
  hint: string;
  /** For bug reports: the underlying message, never shown as the main sentence. */
  detail?: string;
}

/**
 * Thrown by workers and core alike. `message` names the cause in one sentence, `hint` the way out.
 * @param code one of the closed union
 * @param detail what the library underneath said, or a value that makes the sentence concrete
 */
export class LipslateError extends Error {
  readonly code: ErrorCode;
  readonly hint: string;
  readonly detail: string | undefined;

  constructor(code: ErrorCode, detail?: string, message?: string) {
    super(message ?? ERROR_TEXTS[code].message);
    this.name = 'LipslateError';
    this.code = code;
    this.hint = ERROR_TEXTS[code].hint;
    this.detail = detail;
  }

  toData(): ErrorData {
    const base = { code: this.code, message: this.message, hint: this.hint };
    return this.detail === undefined ? base : { ...base, detail: this.detail };
  }

  static fromData(data: ErrorData): LipslateError {
    return new LipslateError(data.code, data.detail, data.message);
  }

  /** Wraps anything that was thrown; a LipslateError passes through unchanged. */
  static from(cause: unknown, fallback: ErrorCode = 'internal'): LipslateError {
    if (cause instanceof LipslateError) return cause;
    return new LipslateError(
      fallback,
      cause instanceof Error ? `${cause.name}: ${cause.message}` : String(cause),
    );
  }
}
