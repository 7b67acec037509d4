import { loadFolder } from '../registry.ts';
import type { Source } from './source.ts';

/** Every kind of source by its name, which is the name of its file in `kinds/`. */
export const sources: ReadonlyMap<string, Source> = await loadFolder<Source>(
  new URL('./kinds/', import.meta.url),
);
