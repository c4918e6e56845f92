import type { Plugin } from 'vite';

export declare function mediabunnyEndsItsSearch(): Plugin;
