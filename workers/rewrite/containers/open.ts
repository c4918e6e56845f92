/** Finds out what a file is inside, and so who rewrites it. */
import { ContainerError } from '../../../core/container/container-error';
import type { FixSource } from '../../lib/sound/source';
import type { Container } from '../container';
import { openBmff } from './bmff';
import { openByFfmpeg } from './ffmpeg';
import { openMatroska } from './matroska';
import { openTransportStream } from './transport-stream';

/** What is damaged goes to ffmpeg, too: it forgives more. */
export async function openContainer(source: FixSource): Promise<Container> {
  const { file, listing } = source;
  try {
    const own =
      (await openBmff(file, listing.container)) ??
      (await openMatroska(file, listing.container)) ??
      (await openTransportStream(source));
    if (own !== null) return own;
  } catch (error) {
    if (!(error instanceof ContainerError)) throw error;
  }
  return openByFfmpeg(source);
}
