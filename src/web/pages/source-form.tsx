import { sources } from '../../sources/index.ts';
import { itemDefaults } from '../../sources/item-defaults.ts';
import type { Fetched } from '../../sources/source.ts';
import { surveySettings } from '../../sources/survey/survey-settings.ts';
import type { SourceOptions } from '../../store/sources.ts';
import { CsrfField } from '../parts/csrf-field.tsx';
import { Connect } from './source-consent.tsx';
import { Field } from './source-field.tsx';
import type { SourceField } from './source-fields.ts';
import { OptionFields } from './source-options.tsx';
import { SourcePreview } from './source-preview.tsx';
import { isSentTo, type SampleDraft, SampleFields } from './source-sample.tsx';
import { TYPED } from './typed-secrets.ts';
import type { Visit } from './visit.ts';

export interface SourceDraft {
  readonly kind: string;
  readonly name: string;
  readonly settings: Readonly<Record<string, unknown>>;
  readonly options: SourceOptions;
}

interface Props {
  readonly visit: Visit;
  /** Of the source that is edited; without it one is added. */
  readonly id?: number | undefined;
  readonly draft: SourceDraft;
  readonly fields: readonly SourceField[];
  /** Names of the secrets that are kept already. */
  readonly kept?: readonly string[] | undefined;
  /** Secrets that were typed into this form before, sealed. */
  readonly typed?: string | undefined;
  /** Where people come back to who have signed in elsewhere. */
  readonly redirectUri: string;
  /** What the test of the connection has found. */
  readonly tested?: string | undefined;
  readonly preview?: Fetched | undefined;
  /** For kinds that are sent to: a delivery to try the settings on, and those that have come. */
  readonly sample?: SampleDraft | undefined;
  /** What is wrong with what was typed, or why the address could not be read. */
  readonly mistake?: string | undefined;
}

export const SourceForm = ({
  visit,
  id,
  draft,
  fields,
  kept = [],
  typed,
  redirectUri,
  tested,
  preview,
  sample,
  mistake,
}: Props) => (
  <div class="narrow">
    <p class="way-back">
      <a href={id === undefined ? '/sources' : `/sources/${id}`}>
        {id === undefined ? 'Sources' : 'The source'}
      </a>
    </p>
    <h1>{id === undefined ? 'Add a source' : 'Edit the source'}</h1>
    {id === undefined ? (
      <Kinds chosen={draft.kind} />
    ) : (
      <p class="lead">What it has brought so far stays. From now on it is read as you say here.</p>
    )}
    <form method="post" action={id === undefined ? '/sources' : `/sources/${id}`} class="stacked">
      <CsrfField visit={visit} />
      <input type="hidden" name="source-kind" value={draft.kind} />
      {typed && <input type="hidden" name={TYPED} value={typed} />}
      {fields.filter(isUpFront).map((field) => (
        <Field
          key={field.name}
          field={field}
          value={draft.settings[field.name]}
          state={stateOf(field, draft, kept)}
        />
      ))}
      <label class="field">
        <span>Name</span>
        <input name="source-name" value={draft.name} maxlength={120} required={id !== undefined} />
        {id === undefined && <small>Left empty, the preview fills in what the source calls itself.</small>}
      </label>
      {fields.some((field) => !isUpFront(field)) && <MoreFields fields={fields} draft={draft} />}
      <OptionFields kind={draft.kind} options={draft.options} isNew={id === undefined} />
      {sample && <SampleFields sample={sample} visit={visit} />}
      {tested && (
        <p class="news" role="status">
          {tested}
        </p>
      )}
      {mistake && (
        <p class="mistake" role="alert">
          {mistake}
        </p>
      )}
      <p class="deeds">
        {fields.length > 0 && (
          <button type="submit" name="do" value="test" class="quiet">
            Test the connection
          </button>
        )}
        {isPreviewed(draft.kind) && (
          <button
            type="submit"
            name="do"
            value="preview"
            class={preview || id !== undefined ? 'quiet' : undefined}
          >
            Preview
          </button>
        )}
        <button
          type="submit"
          name="do"
          value="save"
          class={preview || id !== undefined ? undefined : 'quiet'}
        >
          {id === undefined ? 'Add the source' : 'Save the changes'}
        </button>
      </p>
      {/* Below the others: the first button of a form is the one that Enter presses. */}
      <Connect kind={draft.kind} redirectUri={redirectUri} isNew={id === undefined} />
    </form>
    {preview && <SourcePreview preview={preview} visit={visit} withIds={sample !== undefined} />}
  </div>
);

function isPreviewed(name: string): boolean {
  return sources.get(name)?.fetch !== undefined || isSentTo(name);
}

const MoreFields = ({ fields, draft }: Pick<Props, 'fields' | 'draft'>) => (
  <details open={fields.some((field) => !isUpFront(field) && draft.settings[field.name] !== undefined)}>
    <summary>More about what it brings</summary>
    <div class="stacked">
      {fields
        .filter((field) => !isUpFront(field))
        .map((field) => (
          <Field key={field.name} field={field} value={draft.settings[field.name]} state="empty" />
        ))}
    </div>
  </details>
);

function stateOf({ name }: SourceField, { settings }: SourceDraft, kept: readonly string[]) {
  if (typeof settings[name] === 'string') return 'typed' as const;
  return kept.includes(name) ? ('kept' as const) : ('empty' as const);
}

/** What a kind cannot do without, and its own questions; what every kind may be asked comes further down. */
const isUpFront = ({ name, isRequired }: SourceField) => isRequired || !COMMON.has(name);
const COMMON = new Set([
  ...Object.keys(itemDefaults),
  ...Object.keys(surveySettings),
  // Of the list in JSON, the places of things: most are found without being told.
  'items',
  'id',
  'title',
  'text',
  'link',
  'author',
  'date',
  'rating',
  'ratingMax',
  'next',
]);

const GROUPS = {
  anything: 'Anything',
  mentions: 'Mentions',
  reviews: 'Reviews',
  surveys: 'Surveys',
  customers: 'Customers and orders',
} as const;

const Kinds = ({ chosen }: { chosen: string }) => (
  <>
    {Object.entries(GROUPS).map(([group, title]) => {
      const kinds = [...sources].filter(([, kind]) => kind.group === group);
      return (
        kinds.length > 0 && (
          <nav class="periods" aria-label={title}>
            {kinds.map(([kind, { label, madeAt }]) => (
              <a
                key={kind}
                href={madeAt ?? `/sources/new?kind=${kind}`}
                aria-current={kind === chosen ? 'true' : undefined}
              >
                {label}
              </a>
            ))}
          </nav>
        )
      );
    })}
    <p class="lead">{sources.get(chosen)?.help}</p>
    <KindTerms kind={chosen} />
  </>
);

const KindTerms = ({ kind: name }: { kind: string }) => {
  const kind = sources.get(name);
  const note = kind && typeof kind.terms !== 'function' ? kind.terms.note : '';
  return (
    <>
      {note && <p class="hint">Terms: {note}</p>}
      {kind?.setup && (
        <details>
          <summary>How to get what is asked for</summary>
          <ol>
            {kind.setup.map((step) => (
              <li>{step}</li>
            ))}
          </ol>
        </details>
      )}
    </>
  );
};
