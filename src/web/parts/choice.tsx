import { languageName } from './wording.ts';

type Value = string | number;

interface ChoiceProps {
  readonly name: string;
  readonly label: string;
  readonly chosen: Value | undefined;
  /** What the empty choice is called; without it there is none. */
  readonly any?: string;
  readonly options: readonly (readonly [Value, string])[];
}

/** A list to choose one from, with its label. */
export const Choice = ({ name, label, chosen, any, options }: ChoiceProps) => (
  <label class="field">
    <span>{label}</span>
    <select name={name}>
      {any && (
        <option value="" selected={chosen === undefined}>
          {any}
        </option>
      )}
      {options.map(([value, word]) => (
        <option key={value} value={value} selected={value === chosen}>
          {word}
        </option>
      ))}
    </select>
  </label>
);

interface Named {
  readonly id: number;
  readonly name: string;
}

/** Options out of what has an id and a name. */
export const byName = (all: readonly Named[]) => all.map(({ id, name }) => [id, name] as const);

interface PlaceProps {
  readonly chosen: number | undefined;
  readonly locations: readonly Named[];
}

/** Nothing where the company has no locations. */
export const LocationChoice = ({ chosen, locations }: PlaceProps) =>
  locations.length === 0 ? null : (
    <Choice name="location" label="Location" chosen={chosen} any="Any location" options={byName(locations)} />
  );

export const SourceChoice = ({
  chosen,
  sources,
}: {
  chosen: number | undefined;
  sources: readonly Named[];
}) => <Choice name="source" label="Source" chosen={chosen} any="Any source" options={byName(sources)} />;

export const LanguageChoice = ({
  chosen,
  languages,
}: {
  chosen: string | undefined;
  languages: readonly string[];
}) => (
  <Choice
    name="lang"
    label="Language"
    chosen={chosen}
    any="Any language"
    options={languages.map((code) => [code, languageName(code)])}
  />
);
