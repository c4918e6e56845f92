/** The two indexes of a Matroska file: cues (where key frames lie) and seek head (where the parts lie). */
import { element, idBytes, readElements, readUint, uintElement } from '../../container/ebml';
import { ID } from '../../container/matroska';

const CUE = { point: 0xbb, time: 0xb3, positions: 0xb7, track: 0xf7, cluster: 0xf1 };
const SEEK = { entry: 0x4dbb, id: 0x53ab, position: 0x53ac };

interface Cue {
  time: number;
  track: number;
  /** From the start of the segment's content. */
  clusterByte: number;
}

export class CueSheet {
  readonly #cues: Cue[] = [];
  readonly #moved = new Map<number, number>();

  /** @param content of Cues; a damaged index is left out: players seek without */
  read(content: Uint8Array): void {
    try {
      for (const point of readElements(content).filter(({ id }) => id === CUE.point)) {
        const fields = readElements(point.content);
        const time = readUint(fields.find(({ id }) => id === CUE.time)?.content ?? new Uint8Array());
        for (const { content: inner } of fields.filter(({ id }) => id === CUE.positions)) {
          const parts = readElements(inner);
          const value = (wanted: number) =>
            readUint(parts.find(({ id }) => id === wanted)?.content ?? new Uint8Array());
          this.#cues.push({ time, track: value(CUE.track), clusterByte: value(CUE.cluster) });
        }
      }
    } catch {
      this.#cues.length = 0;
    }
  }

  /** The cluster that was at the first place is at the second now; the last call for a cluster counts. */
  moved(fromByte: number, toByte: number): void {
    this.#moved.set(fromByte, toByte);
  }

  /** @param delay added to every time, in ticks @returns null when there is nothing to say */
  write(delay: number): Uint8Array | null {
    const points = this.#cues.flatMap(({ time, track, clusterByte }) => {
      const place = this.#moved.get(clusterByte);
      if (place === undefined) return [];
      const positions = element(
        CUE.positions,
        uintElement(CUE.track, track),
        uintElement(CUE.cluster, place),
      );
      return [element(CUE.point, uintElement(CUE.time, time + delay), positions)];
    });
    return points.length === 0 ? null : element(ID.cues, ...points);
  }
}

/** @returns a seek head, filled up with a void to exactly so many bytes */
export function seekHead(entries: readonly [id: number, at: number][], bytes: number): Uint8Array {
  const head = element(
    ID.seekHead,
    ...entries.map(([id, at]) =>
      element(SEEK.entry, element(SEEK.id, idBytes(id)), uintElement(SEEK.position, at, 8)),
    ),
  );
  const filled = new Uint8Array(bytes);
  filled.set(head);
  filled.set(fill(bytes - head.length), head.length);
  return filled;
}

/** A void of so many bytes, at least two, below 128 + 2 in short form. */
function fill(bytes: number): Uint8Array {
  const short = bytes - 2 < 127;
  return element(ID.void, new Uint8Array(bytes - (short ? 2 : 3)));
}
