import { z } from 'zod';
import { contextOf } from '../../sources/context.ts';
import { type Settings, secretNames } from '../../sources/settings-fields.ts';
import type { SourceContext } from '../../sources/source.ts';
import { readSecrets } from '../../store/source-secrets.ts';
import { getSource, type SourceRow, saveSignInEnd } from '../../store/sources.ts';
import type { WebDeps } from '../deps.ts';
import type { Principal } from '../principal.ts';
import { kindOf } from './source-settings.ts';
import { addSource, changeSource } from './sources.ts';

/** A source as somebody has it in mind who goes to sign in for it; sealed while they are away. */
export const Wanted = z.object({
  kind: z.string(),
  /** Empty: it is named after what is chosen. */
  name: z.string(),
  /** A secret that is left out is the one that is kept. */
  settings: z.record(z.string(), z.unknown()),
  options: z.object({
    keepDays: z.number().nullish(),
    backfillDays: z.number().optional(),
    budgetPerDay: z.number().nullish(),
    budgetPerMonth: z.number().nullish(),
  }),
  /** Of a source that is there. */
  id: z.number().optional(),
});
export type WantedSource = z.output<typeof Wanted>;

/** With the secrets that are kept. */
export async function wholeSettings(
  { db, vault }: WebDeps,
  { kind, settings, id }: Pick<WantedSource, 'kind' | 'settings' | 'id'>,
): Promise<Settings> {
  if (id === undefined) return settings;
  const kept = await readSecrets(db, vault, id, secretNames(kindOf(kind)));
  const typed = Object.entries(settings).filter(([, value]) => value !== undefined && value !== '');
  return { ...kept, ...Object.fromEntries(typed) };
}

/** As for a source that is only looked at. */
export const contextToLook = ({ http, now }: WebDeps, settings: Settings): SourceContext<Settings> =>
  contextOf({ settings, http, now });

/** What came out of signing in or choosing; `null`: not needed any more. */
export interface Given {
  readonly settings: Readonly<Record<string, string | null>>;
  /** When the sign-in ends whatever happens; null: when it is taken away. Left out: nobody has signed in. */
  readonly until?: Date | null | undefined;
}

/** Adds the source, or lets the one that is there go on. @throws Refused, Conflict */
export async function saveWanted(
  deps: WebDeps,
  by: Principal,
  { kind, name, settings, options, id }: WantedSource,
  given: Given,
): Promise<SourceRow> {
  const whole = { ...settings, ...given.settings };
  const saved = await (async () => {
    if (id === undefined) {
      const filled = Object.entries(whole).filter(([, value]) => value !== null);
      return addSource(deps, by, { kind, name, settings: Object.fromEntries(filled), options });
    }
    const { backfillDays: _, ...rest } = options;
    const { enabled, failures } = await getSource(deps.db, id);
    // One that has stopped by itself goes on; one that somebody has paused stays paused.
    const goesOn = !enabled && failures > 0 ? { enabled: true } : {};
    return changeSource(deps, by, id, { name, settings: whole, options: rest, ...goesOn });
  })();
  if (given.until !== undefined) await saveSignInEnd(deps.db, saved.id, given.until ?? undefined);
  return saved;
}
