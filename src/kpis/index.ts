import { loadFolder } from '../registry.ts';
import type { KpiSource } from './reading/kpi-source.ts';

/** Every number, by id. */
export const kpis = await loadFolder<KpiSource>(new URL('./', import.meta.url));
