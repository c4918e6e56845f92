export const DISABLED_FEATURES: readonly string[];
export const CHROMIUM_ARGS: string[];
export function findChromium(): Promise<string | null>;
export function ensureChromium(options?: { quiet?: boolean }): Promise<string>;
