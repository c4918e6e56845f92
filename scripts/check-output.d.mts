export interface OutputError {
  code: string;
  message: string;
}
export interface Download {
  suggestedFilename(): string;
  saveAs(path: string): Promise<void>;
  delete(): Promise<void>;
}
export function unwritable(what: string, folder: string, error: Error & { code?: string }): OutputError;
export function writeReport(
  folder: string,
  name: string,
  record: object,
  evidenceJson: string | null,
  reports: { name: string; text: string }[],
): OutputError | null;
export class CopyKeeper {
  constructor(folder: string, originals: string[]);
  keep(downloading: Promise<Download>): Promise<{ path: string } | { error: OutputError }>;
}
export function writing<T>(what: string, file: string, write: () => T | Promise<T>): Promise<T>;
export function shortened(file: string): string;
