/** A worker on stub slots, to be killed: node worker.mjs FOLDER SLOTS */
import { fileURLToPath } from 'node:url';
import { Journal } from '../journal.mjs';
import { work } from '../work.mjs';

const [folder, slots] = process.argv.slice(2);
const slot = fileURLToPath(new URL('stub-slot.mjs', import.meta.url));
await work(new Journal(folder), { slots: Number(slots), version: 'test', settings: {}, slot });
