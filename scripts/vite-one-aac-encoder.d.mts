import type { Plugin } from 'vite';

export declare function oneAacEncoder(): Plugin;
