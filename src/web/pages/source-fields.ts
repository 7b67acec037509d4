import { z } from 'zod';
import { sources } from '../../sources/index.ts';

/** One field of a source's settings, as a form shows it. */
export interface SourceField {
  readonly name: string;
  readonly title: string;
  readonly hint: string | undefined;
  readonly input: 'url' | 'text' | 'number' | 'choice' | 'check';
  readonly choices: readonly string[];
  readonly isRequired: boolean;
}

interface Property {
  readonly type?: string;
  readonly format?: string;
  readonly enum?: readonly unknown[];
  readonly description?: string;
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
  if (!settings) return [];
  const schema = z.toJSONSchema(settings, { io: 'input', unrepresentable: 'any' });
  const required = new Set(schema.required ?? []);
  return Object.entries(schema.properties ?? {}).map(([name, property]) =>
    fieldOf(name, property as Property, required.has(name)),
  );
}

function fieldOf(name: string, property: Property, isRequired: boolean): SourceField {
  return {
    name,
    title: name === 'url' ? 'Address' : name.charAt(0).toUpperCase() + name.slice(1),
    hint: property.description ?? HINTS[name],
    input: inputOf(property),
    choices: (property.enum ?? []).map(String),
    isRequired,
  };
}

function inputOf({ type, format, enum: choices }: Property): SourceField['input'] {
  if (choices) return 'choice';
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
      if (value === '') return [];
      return [[field.name, field.input === 'number' ? Number(value) : value]];
    }),
  );
}
