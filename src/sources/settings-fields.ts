import { z } from 'zod';
import type { Source } from './source.ts';

/** How a field of a kind's settings looks in a form. `secret`: kept encrypted and never shown again. */
export interface FieldLook {
  readonly title: string;
  readonly description?: string;
  readonly secret?: true;
  /** Several lines: a key file, a template. */
  readonly isLong?: true;
  /** Words for the values of a choice. */
  readonly choiceTitles?: Readonly<Record<string, string>>;
}

/** Fields for settings; `description` is the help below the field. */
export const text = (title: string, description = '') =>
  z.string().trim().min(1, `${title}: expected some text`).max(2_000).meta(look(title, description));

export const secret = (title: string, description = '') =>
  z
    .string()
    .trim()
    .min(1, `${title}: expected a value`)
    .max(20_000)
    .meta({ ...look(title, description), secret: true });

/** A secret of several lines: a private key, a key file. */
export const secretFile = (title: string, description = '') =>
  z
    .string()
    .trim()
    .min(1, `${title}: expected the whole file`)
    .max(20_000)
    .meta({ ...look(title, description), secret: true, isLong: true });

export const choice = <const T extends Readonly<Record<string, string>>>(
  title: string,
  choices: T,
  description = '',
) =>
  z.enum(Object.keys(choices) as (keyof T & string)[]).meta({
    ...look(title, description),
    choiceTitles: choices,
  });

/** The address of somebody's own installation: "https://forum.example". Without a path it ends without a slash. */
export const address = (title: string, description = '') =>
  z
    .url({
      protocol: /^https?$/,
      error: `${title}: expected an address that starts with https:// or http://`,
    })
    .transform((url) => url.replace(/\/+$/, ''))
    .meta(look(title, description));

export const check = (title: string, description = '') => z.boolean().meta(look(title, description));

function look(title: string, description: string): { title: string; description?: string } {
  return description === '' ? { title } : { title, description };
}

export interface SettingsProperty extends Partial<FieldLook> {
  readonly name: string;
  readonly type: string | undefined;
  readonly format: string | undefined;
  readonly choices: readonly string[];
  readonly isRequired: boolean;
  readonly byDefault: unknown;
}

const known = new WeakMap<z.ZodType, readonly SettingsProperty[]>();

/** The fields of a kind's settings, in the order they were written. */
export function propertiesOf(settings: z.ZodType): readonly SettingsProperty[] {
  let properties = known.get(settings);
  if (!properties) {
    properties = readProperties(settings);
    known.set(settings, properties);
  }
  return properties;
}

type JsonProperty = Partial<FieldLook> & {
  readonly type?: string;
  readonly format?: string;
  readonly enum?: readonly unknown[];
  readonly default?: unknown;
};

function readProperties(settings: z.ZodType): SettingsProperty[] {
  const schema = z.toJSONSchema(settings, { io: 'input', unrepresentable: 'any' });
  const required = new Set(schema.required ?? []);
  return Object.entries(schema.properties ?? {}).map(([name, property]) => {
    const { type, format, enum: choices = [], default: byDefault, ...rest } = property as JsonProperty;
    const { title, description, secret: isSecret, isLong, choiceTitles } = rest;
    return {
      name,
      type,
      format,
      choices: choices.map(String),
      isRequired: required.has(name),
      byDefault,
      ...(title === undefined ? {} : { title }),
      ...(description === undefined ? {} : { description }),
      ...(isSecret === true ? { secret: true } : {}),
      ...(isLong === true ? { isLong: true } : {}),
      ...(choiceTitles === undefined ? {} : { choiceTitles }),
    };
  });
}

export type Settings = Readonly<Record<string, unknown>>;

export function secretNames(kind: Source): readonly string[] {
  return propertiesOf(kind.settings).flatMap(({ name, secret: isSecret }) => (isSecret ? [name] : []));
}

/** What may be shown and what may not. */
export function splitSecrets(
  kind: Source,
  settings: Settings,
): { open: Settings; secrets: Record<string, string> } {
  const names = new Set(secretNames(kind));
  const entries = Object.entries(settings).filter(([, value]) => value !== undefined);
  return {
    open: Object.fromEntries(entries.filter(([name]) => !names.has(name))),
    secrets: Object.fromEntries(
      entries.flatMap(([name, value]) =>
        names.has(name) && typeof value === 'string' ? [[name, value]] : [],
      ),
    ),
  };
}
