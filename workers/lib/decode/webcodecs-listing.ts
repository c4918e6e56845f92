/** What mediabunny tells of a file and its tracks, in the words that ffmpeg and everybody else use. */
import { EncodedPacketSink, type Input, type InputAudioTrack, type InputVideoTrack } from 'mediabunny';
import { ENCRYPTED_ENTRIES } from '../../../core/container/diagnosis';
import type { AudioTrackInfo, VideoTrackInfo } from '../../media/contract';
import { type Listing, originOf } from './reader';

/** Packets whose timestamps tell the frame rate: some five seconds. */
const RATE_PACKETS = 150;
/** These containers count time from wherever the broadcast began, not from the start of the movie. */
const BROADCAST_CONTAINERS = ['mpegts'];
/** Containers of whose tracks ffprobe tells the same number. */
const NUMBERED_CONTAINERS = ['mp4', 'mov', 'mpegts'];

const CONTAINER_NAMES: Record<string, string> = {
  MP4: 'mp4',
  'QuickTime File Format': 'mov',
  Matroska: 'matroska',
  WebM: 'webm',
  Ogg: 'ogg',
  WAVE: 'wav',
  MP3: 'mp3',
  FLAC: 'flac',
  ADTS: 'adts',
  'MPEG Transport Stream': 'mpegts',
};
/** mediabunny's names where ffmpeg and everybody else say something different. */
const CODEC_NAMES: Record<string, string> = { avc: 'h264' };

/** Below this a file is asked for its packets, whatever its header says of its length: speech alone takes as much. */
const DOUBTFUL_BYTES_PER_S = 1000;

/** @param fileBytes size of the file */
export async function listingOf(
  input: Input,
  video: InputVideoTrack | null,
  audio: InputAudioTrack[],
  fileBytes: number,
): Promise<Listing> {
  const formatName = (await input.getFormat()).name;
  const container = CONTAINER_NAMES[formatName] ?? formatName.toLowerCase();
  const tracks = [...(video === null ? [] : [video]), ...audio];
  const firstS = tracks.length === 0 ? 0 : await input.getFirstTimestamp(tracks);
  const originS = originOf(firstS, !BROADCAST_CONTAINERS.includes(container));
  const saidS = await input.getDurationFromMetadata(tracks);
  const isDoubtful = saidS === null || fileBytes < (saidS - originS) * DOUBTFUL_BYTES_PER_S;
  const endS = isDoubtful ? await input.computeDuration(tracks) : saidS;
  return {
    container,
    durationS: endS - originS,
    video: video === null ? null : await videoInfo(video, container, originS),
    audioTracks: await Promise.all(audio.map((track, index) => audioInfo(track, index, container, originS))),
    originS,
    isEncrypted: (await Promise.all(tracks.map((track) => track.getInternalCodecId()))).some((id) =>
      ENCRYPTED_ENTRIES.includes(String(id)),
    ),
    joinsS: null,
    isBroken: false,
    warnings: [],
  };
}

async function videoInfo(
  track: InputVideoTrack,
  container: string,
  originS: number,
): Promise<VideoTrackInfo> {
  const rate = await track.computeFrameRateMetrics({ targetPacketCount: RATE_PACKETS });
  const single = rate.probedPacketCount < 2;
  return {
    id: idOf(track, container),
    codec: await codecName(track),
    width: await track.getDisplayWidth(),
    height: await track.getDisplayHeight(),
    rotation: await track.getRotation(),
    fps: single ? 0 : rate.frameRateIsConstant ? rate.bestGuessFrameRate : rate.averageFrameRate,
    variableFrameRate: !single && !rate.frameRateIsConstant,
    startS: (await track.getFirstTimestamp()) - originS,
  };
}

async function audioInfo(
  track: InputAudioTrack,
  index: number,
  container: string,
  originS: number,
): Promise<AudioTrackInfo> {
  const language = await track.getLanguageCode();
  return {
    index,
    id: idOf(track, container),
    codec: await codecName(track),
    channels: await track.getNumberOfChannels(),
    sampleRateHz: await track.getSampleRate(),
    language: language === 'und' ? null : language,
    title: await track.getName(),
    startS: Math.max(0, (await track.getFirstTimestamp()) - originS),
  };
}

/** Matroska has numbers, too, which ffmpeg does not tell; there both readers list all tracks in the same order. */
function idOf(track: InputVideoTrack | InputAudioTrack, container: string): number | null {
  return NUMBERED_CONTAINERS.includes(container) ? track.id : null;
}

async function codecName(track: InputVideoTrack | InputAudioTrack): Promise<string> {
  const codec = await track.getCodec();
  if (codec === 'mp3' && (await isLayerTwo(track))) return 'mp2';
  if (codec !== null) return CODEC_NAMES[codec] ?? codec;
  const id = await track.getInternalCodecId();
  return typeof id === 'string' ? id.trim() : 'unknown';
}

/** Containers have one name for all layers of MPEG audio; the header of each frame tells which it is. */
async function isLayerTwo(track: InputVideoTrack | InputAudioTrack): Promise<boolean> {
  const head = (await new EncodedPacketSink(track).getFirstPacket())?.data;
  return head !== undefined && head[0] === 0xff && (head[1]! & 0xe6) === 0xe4;
}
