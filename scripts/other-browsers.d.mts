export function findFirefox(): string | null;
export function findWebkit(): { driver: string; browser: string } | null;
export function ensureOtherBrowsers(): Promise<void>;
