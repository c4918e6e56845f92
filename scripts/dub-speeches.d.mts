export interface NamedSpeech {
  faces: number[];
  speech: string;
  startS?: number;
}

export function readSpeeches(
  given: string[],
  hasText: boolean,
): { speech?: string; faces: number[]; speakers: NamedSpeech[] };
