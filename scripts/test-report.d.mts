export interface Outcome {
  passed: number;
  failed: string[];
  flaky: string[];
  skipped: { name: string; reason: string }[];
}
export function nothing(): Outcome;
export function readVitest(report: unknown): Outcome;
export function readPlaywright(report: unknown): Outcome;
export function sum(outcomes: Outcome[]): Outcome;
export function summary(outcome: Outcome): string;
export function countsLine(outcome: Pick<Outcome, 'passed' | 'failed' | 'skipped'>): string;
