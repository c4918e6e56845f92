import type { Status } from './status.mjs';

export function statusPage(status: Status, now: Date): string;
