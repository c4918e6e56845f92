import type { Plugin } from 'vite';

export declare function mustHappen(words: string): {
  words: string;
  happened(): void;
  plugin(): Plugin;
};
