import { sources } from '../../sources/index.ts';
import { propertiesOf, type SettingsProperty } from '../../sources/settings-fields.ts';

/** One field of a source's settings, as a form shows it. */
export interface SourceField {
  readonly name: string;
  readonly title: string;
  readonly hint: string | undefined;
  readonly input: 'url' | 'text' | 'number' | 'choice' | 'check' | 'secret' | 'secret-file' | 'long';
  readonly choices: readonly { readonly value: string; readonly title: string }[];
  readonly byDefault: unknown;
  readonly isRequired: boolean;
}

const HINTS: Readonly<Record<string, string>> = {
  url: 'The address of the feed, starting with https:// or http://.',
  kind: 'What its items are, where they do not say so themselves.',
  location: 'The code of the point of sale it is about.',
  language: 'A tag such as en or pt-BR; left empty, the language is recognised.',
};

/** The form of a kind of source, drawn from its settings: a new kind needs no page of its own. */
export function fieldsOf(kind: string): SourceField[] {
  const settings = sources.get(kind)?.settings;
  return settings ? propertiesOf(settings).map(fieldOf) : [];
}

function fieldOf(property: SettingsProperty): SourceField {
  const { name, title, description, choiceTitles = {}, isRequired, byDefault } = property;
  return {
    name,
    title: title ?? (name === 'url' ? 'Address' : name.charAt(0).toUpperCase() + name.slice(1)),
    hint: description ?? (title === undefined ? HINTS[name] : undefined),
    input: inputOf(property),
    choices: property.choices.map((value) => ({ value, title: choiceTitles[value] ?? value })),
    byDefault,
    isRequired,
  };
}

function inputOf({ type, format, choices, secret, isLong }: SettingsProperty): SourceField['input'] {
  if (secret) return isLong ? 'secret-file' : 'secret';
  if (isLong) return 'long';
  if (choices.length > 0) return 'choice';
  if (format === 'uri') return 'url';
  if (type === 'boolean') return 'check';
  return type === 'number' || type === 'integer' ? 'number' : 'text';
}

/** The settings as typed, empty fields left out; the kind's own rules check them afterwards. */
export function settingsFrom(
  fields: readonly SourceField[],
  form: Record<string, unknown>,
): Record<string, unknown> {
  return Object.fromEntries(
    fields.flatMap((field): [string, unknown][] => {
      const typed = form[field.name];
      const value = typeof typed === 'string' ? typed.trim() : '';
      if (field.input === 'check') return [[field.name, value !== '']];
      // A secret is taken away by a tick beside it; left empty it stays.
      if (field.input.startsWith('secret') && form[`${field.name}-remove`] !== undefined)
        return [[field.name, null]];
      if (value === '') return [];
      return [[field.name, field.input === 'number' ? Number(value) : value]];
    }),
  );
}
