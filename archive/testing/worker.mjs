/** A worker on stub slots, to be killed: node worker.mjs FOLDER|postgres://… SLOTS [CLAIM_S [SLOT.mjs]] */
import { fileURLToPath } from 'node:url';
import { openStore } from '../store.mjs';
import { work } from '../work.mjs';

const [where, slots, claimS, script = 'stub-slot.mjs'] = process.argv.slice(2);
const slot = fileURLToPath(new URL(script, import.meta.url));
const store = await openStore(
  /^postgres/.test(where) ? { database: where, claimS: Number(claimS), patient: true } : { folder: where },
);
await work(store, { slots: Number(slots), version: 'test', settings: {}, slot });
await store.close();
