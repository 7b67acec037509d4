import { loadFolder } from '../registry.ts';
import type { Desk } from './desk.ts';

/** Every kind of help desk by its name, which is the name of its file in `desks/`. */
export const desks: ReadonlyMap<string, Desk> = await loadFolder<Desk>(new URL('./desks/', import.meta.url));
