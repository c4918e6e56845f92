import { readFileSync } from 'node:fs';
import { ALL_FORMATS, BlobSource, EncodedPacketSink, Input } from 'mediabunny';
import { describe, expect, it } from 'vitest';
import { hasSamePicture } from './same-picture';

const bytesOf = (name: string) => new Uint8Array(readFileSync(`e2e/fixtures/${name}`));
const blobOf = (name: string) => new Blob([bytesOf(name)]);

/** The file with one byte of its first picture packet turned over. */
async function damaged(name: string): Promise<Blob> {
  const bytes = bytesOf(name);
  const input = new Input({ formats: ALL_FORMATS, source: new BlobSource(new Blob([bytes])) });
  const track = await input.getPrimaryVideoTrack();
  const packet = await new EncodedPacketSink(track!).getFirstPacket();
  input.dispose();
  const place = Buffer.from(bytes.buffer).indexOf(packet!.data);
  expect(place).toBeGreaterThan(0);
  bytes[place + Math.floor(packet!.data.length / 2)]! ^= 0xff;
  return new Blob([bytes]);
}

/** Copies of every container: containers/shift.test.ts. */
describe('the picture of a copy', () => {
  it.each(['h264-ac3.mkv', 'vp9-opus.webm', 'fragmented.mp4', 'vfr-phone.mp4'])(
    'is the same in the very same %s',
    async (name) => {
      expect(await hasSamePicture(blobOf(name), blobOf(name))).toBe(true);
    },
  );

  it('is another one when a byte of it changed, or when it is cut short', async () => {
    expect(await hasSamePicture(blobOf('late-200.mp4'), await damaged('late-200.mp4'))).toBe(false);
    expect(await hasSamePicture(await damaged('late-200.mp4'), blobOf('late-200.mp4'))).toBe(false);
    expect(await hasSamePicture(blobOf('fragmented.mp4'), blobOf('late-200.mp4'))).toBe(false);
    expect(await hasSamePicture(blobOf('rotated-90.mp4'), blobOf('in-sync.mp4'))).toBe(false);
  });

  it('is not known where there is none, or where it cannot be read', async () => {
    expect(await hasSamePicture(blobOf('audio-only.m4a'), blobOf('audio-only.m4a'))).toBe(false);
    expect(await hasSamePicture(blobOf('text.mp4'), blobOf('text.mp4'))).toBe(false);
    expect(await hasSamePicture(blobOf('mpeg4-pcm.avi'), blobOf('mpeg4-pcm.avi'))).toBe(false);
  });
});
