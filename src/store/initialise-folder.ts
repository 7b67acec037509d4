import { setFlagsFromString } from 'node:v8';
import { PGlite } from '@electric-sql/pglite';

// Run as a process of its own: making a store from nothing takes several hundred megabytes once, which a server
// that runs for months should not hold on to.
setFlagsFromString('--liftoff-only');
const [folder] = process.argv.slice(2);
if (!folder) throw new Error('Expected the folder of the store as the only argument.');
const pglite = await PGlite.create(folder);
await pglite.close();
