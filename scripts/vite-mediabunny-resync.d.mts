import type { Plugin } from 'vite';

export declare function mediabunnyEndsItsSearch(): Plugin;
export declare function mediabunnyIsMended(): Plugin;
