import type { Plugin } from 'vite';

export declare function oneAacEncoder(): Plugin;
export declare function aacEncoderIsGiven(): Plugin;
