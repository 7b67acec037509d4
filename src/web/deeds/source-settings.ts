import { z } from 'zod';
import { Refused } from '../../domain/errors.ts';
import { sources } from '../../sources/index.ts';
import { type Settings, secretNames, splitSecrets } from '../../sources/settings-fields.ts';
import type { Source } from '../../sources/source.ts';
import { readSecrets } from '../../store/source-secrets.ts';
import type { SourceRow } from '../../store/sources.ts';
import type { WebDeps } from '../deps.ts';

/** Settings that were checked, apart into what may be shown and what is kept encrypted. */
export interface CheckedSettings {
  readonly kind: Source;
  /** As the kind takes them. */
  readonly whole: unknown;
  readonly open: Settings;
  readonly secrets: Readonly<Record<string, string>>;
}

/** @throws Refused naming what cannot be used. */
export function checkSettings(kindName: string, settings: unknown): CheckedSettings {
  const kind = kindOf(kindName);
  const parsed = kind.settings.safeParse(settings);
  if (!parsed.success) {
    throw new Refused(
      `These settings cannot be used. ${z.prettifyError(parsed.error).replaceAll('\n', ' ')}`,
    );
  }
  return { kind, whole: parsed.data, ...splitSecrets(kind, parsed.data as Settings) };
}

/**
 * New settings of a source that is there. A secret that is left out stays as it is, `null` takes it away. A kept
 * secret goes only where it went before: whoever changes the host enters it again.
 * @throws Refused
 */
export async function checkChange(
  deps: WebDeps,
  source: SourceRow,
  settings: Settings,
): Promise<CheckedSettings> {
  const kind = kindOf(source.kind);
  const names = secretNames(kind);
  const stored = await readSecrets(deps.db, deps.vault, source.id, names);
  const isLeftOut = (name: string) => settings[name] === undefined || settings[name] === '';
  const kept = Object.fromEntries(Object.entries(stored).filter(([name]) => isLeftOut(name)));
  const given = Object.fromEntries(
    Object.entries(settings).filter(
      ([name, value]) => value !== null && !(names.includes(name) && value === ''),
    ),
  );
  const checked = checkSettings(source.kind, { ...given, ...kept });
  if (Object.keys(kept).length > 0 && kind.host(source.settings) !== kind.host(checked.open)) {
    throw new Refused(
      `The source is to be read at another host. Enter its secrets again (${Object.keys(kept).join(', ')}): they are not sent to a new place by themselves.`,
    );
  }
  return checked;
}

/** @throws Refused */
export function kindOf(name: string): Source {
  const kind = sources.get(name);
  if (!kind) {
    throw new Refused(
      `There is no kind of source called "${name}". There are: ${[...sources.keys()].join(', ')}.`,
    );
  }
  return kind;
}
