/** What page and service worker say to each other. */

/** What the page may say to its service worker. */
export type PageMessage =
  | { type: 'apply-update' }
  /** Store ahead what this needs; a check when not given. */
  | { type: 'warm'; room?: WarmRoom }
  | { type: 'share-ready' };

export type WarmRoom = 'check' | 'dub';

/** Answer to 'warm', over the port that came with it. */
export interface WarmAnswer {
  /** Everything a check of an ordinary file needs is stored now. */
  ready: boolean;
  /** 'storage-full' when the browser refused the space. */
  problem: 'storage-full' | 'network' | null;
}

/** Sent to the page that says 'share-ready'. */
export interface SharedFilesMessage {
  type: 'shared-files';
  files: File[];
}
