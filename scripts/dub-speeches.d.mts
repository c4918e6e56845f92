export interface NamedSpeech {
  faces: (number | string)[];
  speech: string;
  startS?: number;
}

export function readSpeeches(
  given: string[],
  hasText: boolean,
): { speech?: string; faces: (number | string)[]; speakers: NamedSpeech[] };
