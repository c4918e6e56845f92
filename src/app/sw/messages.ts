/** What page and service worker say to each other. */

/** What the page may say to its service worker; answers come over the port that goes with it (answers.ts). */
export type PageMessage =
  | { type: 'apply-update' }
  /** Store ahead what this needs; a check when not given. */
  | { type: 'warm'; room?: WarmRoom | OfflineGroup }
  /** What is stored for use without a network; answered with OfflinePart[]. */
  | { type: 'offline-parts' }
  /** Nothing of this is to be stored any more; answered with the number of bytes freed. */
  | { type: 'remove-part'; group: OfflineGroup }
  | { type: 'share-ready' };

export type WarmRoom = 'check' | 'dub';

/** What people may want to have at hand without a network, in parts of some megabytes. */
export type OfflineGroup = 'check' | 'reader' | 'mouth' | 'voice' | 'note' | 'models';

export interface OfflinePart {
  group: OfflineGroup;
  /** Null while some of it is neither stored nor its size told by the host. */
  bytes: number | null;
  stored: boolean;
}

/** Answer to 'warm'. */
export interface WarmAnswer {
  /** Everything a check of an ordinary file needs is stored now. */
  ready: boolean;
  /** 'storage-full' when the browser had no space for it, 'storage-refused' when it gave another reason. */
  problem: 'storage-full' | 'storage-refused' | 'network' | null;
}

/** Sent to the page that says 'share-ready'. */
export interface SharedFilesMessage {
  type: 'shared-files';
  files: File[];
}
