import { loadFolder } from '../registry.ts';
import type { Channel } from './channel.ts';

/** The kinds of destination there are, by file name. */
export const channels: ReadonlyMap<string, Channel> = await loadFolder<Channel>(
  new URL('./kinds/', import.meta.url),
);
