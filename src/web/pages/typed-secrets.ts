import type { Settings } from '../../sources/settings-fields.ts';
import type { WebDeps } from '../deps.ts';
import type { Principal } from '../principal.ts';
import type { SourceField } from './source-fields.ts';

/** Name of the hidden field that carries them. */
export const TYPED = 'source-typed';

const placeOf = (principal: Principal, kind: string) => `typed ${principal.userId ?? principal.name} ${kind}`;

/**
 * Secrets that were typed into a form that comes back (a test, a preview, a mistake): they travel sealed, so that
 * nobody has to type them twice and the page does not hold them. Only the same person can hand them in again.
 */
export function sealTyped(
  { vault }: WebDeps,
  principal: Principal,
  { kind, fields, settings }: { kind: string; fields: readonly SourceField[]; settings: Settings },
): string | undefined {
  const typed = Object.fromEntries(
    fields.flatMap(({ name, input }) => {
      const value = settings[name];
      return input.startsWith('secret') && typeof value === 'string' ? [[name, value]] : [];
    }),
  );
  if (vault.keyId === undefined || Object.keys(typed).length === 0) return undefined;
  const { keyId, sealed } = vault.seal(JSON.stringify(typed), placeOf(principal, kind));
  return `${keyId}.${sealed}`;
}

/** The settings with the secrets of the form before, where they were not typed anew. */
export function withTyped(
  { vault }: WebDeps,
  principal: Principal,
  { kind, settings, carried }: { kind: string; settings: Settings; carried: unknown },
): Settings {
  if (typeof carried !== 'string') return settings;
  const [keyId = '', sealed = ''] = carried.split('.');
  try {
    return {
      ...(JSON.parse(vault.open({ keyId, sealed }, placeOf(principal, kind))) as Settings),
      ...settings,
    };
  } catch {
    // From another person, another key or another form: it has to be typed again.
    return settings;
  }
}
