import type { Plugin } from 'vite';

export declare const DISABLED_PATH: string;
export declare function noMediapipeReporting(): Plugin;
