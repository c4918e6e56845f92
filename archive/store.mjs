/** Opens an archive: the folder, or the database when there is one. store.d.mts says what both can do. */
import { JournalStore } from './journal-store.mjs';

export async function openStore({ folder, database, ...options }) {
  if (database === undefined) return new JournalStore(folder);
  // Only those who ask for a database load what talks to it.
  const { openPostgresStore } = await import('./postgres/open.mjs');
  return openPostgresStore(database, options);
}
