export function clipsOf(path: string, isVideo: (name: string) => boolean): string[] | null;
