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
  damaged: {
    message: 'This file is damaged: the part that describes its content cannot be read.',
    hint: 'Copy or download it again; if this is the only copy, a repair tool for its format may rebuild its index.',
  },
  encrypted: {
    message: 'This file is encrypted: it plays only with a key, or in the app it was bought in.',
    hint: 'Lipslate does not remove copy protection: use the original recording, or an export without it.',
  },
  'audio-only': {
    message: 'This file has sound but no picture.',
    hint: 'Lip sync needs both: drop the video that this sound belongs to.',
  },
  'video-only': {
    message: 'This video has no sound.',
    hint: 'Lip sync needs both: drop a version with its sound track.',
  },
  'no-picture': {
    message: 'This file is neither a video nor a photo.',
    hint: 'Drop a video (.mp4, .mov, .mkv, .webm) or a photo (.jpg, .png, .webp, .avif) of a face.',
  },
  'photo-unreadable': {
    message: 'This browser cannot read this photo.',
    hint: 'Save it as JPEG or PNG and drop that file.',
  },
  'photo-heic': {
    message: 'This photo is in the HEIC format, which this browser cannot read.',
    hint: 'Save it as JPEG and drop that. iPhones take JPEG after Settings, Camera, Formats, Most Compatible; other phones with "high efficiency pictures" switched off.',
  },
  'no-sound': {
    message: 'This file has no sound.',
    hint: 'Drop a recording (.wav, .mp3, .m4a, .ogg, .flac) or a video with a sound track.',
  },
  'no-such-track': {
    message: 'This file has no sound track with this number.',
    hint: 'Tracks are counted from 1; without a number the first one is checked.',
  },
  'no-speech': {
    message: 'There is no sound in the new speech.',
    hint: 'Choose another recording, or check the microphone and record again.',
  },
  'text-unspeakable': {
    message: 'There is nothing in this text that can be spoken.',
    hint: 'The guide voice speaks English: write words in the letters A to Z, or choose a recording.',
  },
  'text-too-long': {
    message: 'This text is too long for the guide voice.',
    hint: 'Shorten it to 10,000 characters, about ten minutes of speech, or choose a recording.',
  },
  'no-face': {
    message: 'No face in this picture can be dubbed.',
    hint: 'Use a video or photo in which the face is large enough and looks towards the camera.',
  },
  'speech-too-long': {
    message: 'The new speech is longer than the part of the video it is meant for.',
    hint: 'Make the part longer, switch on fitting, or say less.',
  },
  'speakers-unusable': {
    message: 'These speakers cannot be dubbed in one pass.',
    hint: 'Give each of them a face and a speech of their own.',
  },
  'stretch-outside': {
    message: 'This part does not lie within the video.',
    hint: 'Give a start and an end within the video, at least 0.3 s apart.',
  },
  'no-mouth': {
    message: 'The mouth is never seen well enough to be moved.',
    hint: 'Use a video or photo in which the face is larger and sharper and looks roughly at the camera.',
  },
  'encoder-missing': {
    message: 'This browser cannot write a video of this size.',
    hint: 'Use a current Chrome, Edge or Safari, or a smaller video.',
  },
  'provenance-unsupported': {
    message: 'This file is too large for a provenance manifest.',
    hint: 'Export an MP4 of less than 1 GB; the visible badge says the same in every file.',
  },
  'certificate-unusable': {
    message: 'This certificate and key cannot sign a video.',
    hint: 'Use a PEM chain for signing documents or e-mail and its unencrypted PKCS #8 key, or none: Lipslate then makes one.',
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
    message: 'This browser gives pages no WebGL in the background, where the face model needs it.',
    hint: 'Switch on "hardware acceleration" or WebGL (in WebKitGTK “Allow WebGL in Web Workers”) in the browser settings, or use a current Chrome, Edge, Firefox or Safari.',
  },
  'webcodecs-missing': {
    message: 'This browser cannot decode video for a page (no WebCodecs).',
    hint: 'Use a current Chrome, Edge, Firefox or Safari.',
  },
  'insecure-page': {
    message: 'This page was opened over plain http, where browsers switch off what it needs.',
    hint: 'Open it by https, or on the computer that serves it as http://localhost.',
  },
  'model-load-failed': {
    message: 'A part of the app could not be loaded.',
    hint: 'If you are offline, go online once and try again: the part is stored then, and nothing has to be reloaded.',
  },
  'part-load-failed': {
    message: 'A part of this page could not be loaded.',
    hint: 'Nothing on this page is lost. Check the network, then try again.',
  },
  'page-outdated': {
    message: 'Lipslate was updated in another tab, and this page is still the earlier version.',
    hint: 'Reload this page, then drop the file again.',
  },
  'storage-full': {
    message: 'This browser has no room left to store this.',
    hint: 'Free some disk space, or clear stored data of other sites, and try again.',
  },
  'storage-refused': {
    message: 'This browser refused to read or store this, though not for want of room.',
    hint: 'Try again. If it is refused again, restart the browser, and look whether its settings let this page store data.',
  },
  'checkpoint-web-page': {
    message: 'This is a web page saved under the name of a model, not the model itself.',
    hint: 'Open the download page in the browser, use its download button, and wait for the whole file.',
  },
  'checkpoint-dangerous': {
    message:
      'This file would run a command when opened by PyTorch: it is dangerous, and nothing in it was run.',
    hint: 'Delete it, do not open it with other tools, and take the official file instead.',
  },
  'checkpoint-refused': {
    message: 'This file can be opened only by running Python code, which Lipslate does not do.',
    hint: 'Use the official weights, or save the state_dict alone with torch.save.',
  },
  'checkpoint-truncated': {
    message: 'This model file is cut off: a part of it is missing.',
    hint: 'Download it again, and wait until the download is complete.',
  },
  'checkpoint-damaged': {
    message: 'This model file is damaged.',
    hint: 'Download it again from its official place.',
  },
  'checkpoint-not-a-model': {
    message: 'There is no model in this file.',
    hint: 'Drop the downloaded weights: syncnet_v2.model, wav2lip.pth, wav2lip_gan.pth, Wav2Lip-SD-GAN.pt, vocals.onnx or accompaniment.onnx.',
  },
  'checkpoint-unreadable': {
    message: 'This is a model in a form that Lipslate cannot read.',
    hint: 'Use the official file as it was downloaded, neither converted nor quantised.',
  },
  'checkpoint-wrong-network': {
    message: 'This model is for another network.',
    hint: 'Lipslate runs SyncNet v2 (syncnet_v2.model), Wav2Lip (wav2lip.pth, wav2lip_gan.pth), Spleeter’s two (vocals.onnx, accompaniment.onnx) and HTDemucs (htdemucs.onnx).',
  },
  'checkpoint-other-variant': {
    message: 'This is a variant of the network for pictures of another size.',
    hint: 'Lipslate runs the original 96-pixel Wav2Lip (wav2lip.pth, wav2lip_gan.pth, Wav2Lip-SD-GAN.pt), Spleeter’s pair for two stems (vocals.onnx, accompaniment.onnx) and HTDemucs for 4 or 6 stems (htdemucs.onnx).',
  },
  'checkpoint-incomplete': {
    message: 'Some weights of the network are missing in this file.',
    hint: 'Use the official file; weights that were pruned or saved in parts cannot run.',
  },
  'model-missing': {
    message: 'This model is no longer stored here.',
    hint: 'Drop its file once more in the Models room.',
  },
  'model-in-use': {
    message: 'This model is in use and cannot be removed now.',
    hint: 'Finish or cancel what uses it, here or in another tab, then remove it.',
  },
  'licence-not-accepted': {
    message: 'The licence notice of this model has not been accepted yet.',
    hint: 'Read and accept it in the Models room.',
  },
  'storage-missing': {
    message: 'This browser gives the page no place to store files.',
    hint: 'Leave the private window, or use a current Chrome, Edge, Firefox or Safari.',
  },
  'output-unwritable': {
    message: 'The result cannot be written to the place that was named.',
    hint: 'Check that the folder exists, that you may write to it, and that there is room on its disk.',
  },
  'fix-impossible': {
    message: 'This file cannot be corrected in this way.',
    hint: 'Choose the other kind of fix: lossless moves timestamps, baked moves the sound itself.',
  },
  'project-unreadable': {
    message: 'This project file cannot be read: it is damaged, or was not made by Lipslate.',
    hint: 'Save the project again where it was made; the videos themselves can be checked anew.',
  },
  'project-newer': {
    message: 'This project file was made by a newer version of Lipslate.',
    hint: 'Reload this page to get the newest version, then open the file again.',
  },
  'settings-unreadable': {
    message: 'This file does not hold settings saved by Lipslate.',
    hint: 'Choose a file that was saved here with “Save to a file”.',
  },
  'settings-newer': {
    message: 'These settings were saved by a newer version of Lipslate.',
    hint: 'Reload this page to get the newest version, then load the file again.',
  },
  'bed-unusable': {
    message: 'This file cannot be played under the speech.',
    hint: 'Choose other music or room tone: any sound or video file with more than two seconds of sound.',
  },
  'microphones-unmixable': {
    message: 'These files cannot be mixed as microphones of one recording.',
    hint: 'Use recordings of one room at the same time, made by one recorder or by recorders that share a clock; or prepare each by itself.',
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
 * @param hint where this file has a better way out than most
 */
export class LipslateError extends Error {
  readonly code: ErrorCode;
  readonly hint: string;
  readonly detail: string | undefined;

  constructor(code: ErrorCode, detail?: string, message?: string, hint?: string) {
    super(message ?? ERROR_TEXTS[code].message);
    this.name = 'LipslateError';
    this.code = code;
    this.hint = hint ?? ERROR_TEXTS[code].hint;
    this.detail = detail;
  }

  toData(): ErrorData {
    const base = { code: this.code, message: this.message, hint: this.hint };
    return this.detail === undefined ? base : { ...base, detail: this.detail };
  }

  static fromData(data: ErrorData): LipslateError {
    return new LipslateError(data.code, data.detail, data.message, data.hint);
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
