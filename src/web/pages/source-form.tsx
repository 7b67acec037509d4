import { stars } from '../../domain/mention.ts';
import { sources } from '../../sources/index.ts';
import type { Fetched } from '../../sources/source.ts';
import { CsrfField } from '../parts/csrf-field.tsx';
import { Moment } from '../parts/moment.tsx';
import { Stars } from '../parts/stars.tsx';
import { countOf, duration } from '../parts/wording.ts';
import type { SourceField } from './source-fields.ts';
import type { Visit } from './visit.ts';

export interface SourceDraft {
  readonly kind: string;
  readonly name: string;
  readonly settings: Readonly<Record<string, unknown>>;
}

interface Props {
  readonly visit: Visit;
  /** Of the source that is edited; without it one is added. */
  readonly id?: number | undefined;
  readonly draft: SourceDraft;
  readonly fields: readonly SourceField[];
  readonly preview?: Fetched | undefined;
  /** What is wrong with what was typed, or why the address could not be read. */
  readonly mistake?: string | undefined;
}

export const SourceForm = ({ visit, id, draft, fields, preview, mistake }: Props) => (
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
      {fields
        .filter((field) => field.isRequired)
        .map((field) => (
          <Field key={field.name} field={field} value={draft.settings[field.name]} />
        ))}
      <label class="field">
        <span>Name</span>
        <input name="source-name" value={draft.name} maxlength={120} required={id !== undefined} />
        {id === undefined && <small>Left empty, the preview fills in what the source calls itself.</small>}
      </label>
      {fields.some((field) => !field.isRequired) && <MoreFields fields={fields} draft={draft} />}
      {mistake && (
        <p class="mistake" role="alert">
          {mistake}
        </p>
      )}
      <p class="deeds">
        {fields.length > 0 && (
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
    </form>
    {preview && <Preview preview={preview} visit={visit} />}
  </div>
);

const MoreFields = ({ fields, draft }: Pick<Props, 'fields' | 'draft'>) => (
  <details open={fields.some(({ name, isRequired }) => !isRequired && draft.settings[name] !== undefined)}>
    <summary>More about what it brings</summary>
    <div class="stacked">
      {fields
        .filter((field) => !field.isRequired)
        .map((field) => (
          <Field key={field.name} field={field} value={draft.settings[field.name]} />
        ))}
    </div>
  </details>
);

const Kinds = ({ chosen }: { chosen: string }) => (
  <>
    {sources.size > 1 && (
      <nav class="periods" aria-label="Kind of source">
        {[...sources].map(([kind, { label }]) => (
          <a
            key={kind}
            href={`/sources/new?kind=${kind}`}
            aria-current={kind === chosen ? 'true' : undefined}
          >
            {label}
          </a>
        ))}
      </nav>
    )}
    <p class="lead">{sources.get(chosen)?.help}</p>
  </>
);

const Field = ({ field, value }: { field: SourceField; value: unknown }) => {
  const id = `setting-${field.name}`;
  return (
    <div class="field">
      <label for={id}>{field.title}</label>
      <Control id={id} field={field} value={value} />
      {field.hint && <small>{field.hint}</small>}
    </div>
  );
};

const Control = ({ id, field, value }: { id: string; field: SourceField; value: unknown }) => {
  const { name, input, choices, isRequired } = field;
  if (input === 'choice') {
    return (
      <select id={id} name={name}>
        {!isRequired && <option value="">as it says itself</option>}
        {choices.map((choice) => (
          <option key={choice} value={choice} selected={choice === value}>
            {choice}
          </option>
        ))}
      </select>
    );
  }
  if (input === 'check')
    return <input id={id} type="checkbox" name={name} value="yes" checked={value === true} />;
  const typed = value === undefined ? '' : String(value);
  return <input id={id} type={input} name={name} value={typed} required={isRequired} />;
};

const ITEMS_SHOWN = 5;
const TEXT_SHOWN = 240;

const Preview = ({ preview, visit }: { preview: Fetched; visit: Visit }) => (
  <section class="preview" aria-labelledby="preview-title">
    <h2 id="preview-title">{preview.feedTitle ?? 'It can be read'}</h2>
    <p class="explained">
      {countOf(preview.mentions.length, 'item')} now
      {preview.skipped > 0 && `, ${countOf(preview.skipped, 'item')} left out because they have no text`}
      {preview.intervalHintMs !== undefined &&
        `, asks to be read every ${duration(preview.intervalHintMs / 1000)}`}
      .
    </p>
    {preview.foundUrl && (
      <p class="explained">
        The page names a feed, and that is read: <code>{preview.foundUrl}</code>
      </p>
    )}
    {preview.warnings.length > 0 && (
      <ul class="warnings">
        {preview.warnings.map((warning) => (
          <li>{warning}</li>
        ))}
      </ul>
    )}
    <ul class="examples">
      {preview.mentions.slice(0, ITEMS_SHOWN).map((mention) => {
        const rated = stars(mention.rating);
        return (
          <li key={mention.externalId}>
            <p class="example-head">
              {rated !== undefined && <Stars value={rated} />}
              {mention.publishedAt ? (
                <Moment at={mention.publishedAt} timeZone={visit.workspace.timeZone} />
              ) : (
                <span>no date given</span>
              )}
              {mention.author?.name && <span>by {mention.author.name}</span>}
            </p>
            {mention.title && <p class="example-title">{mention.title}</p>}
            <p class="example-text" dir="auto">
              {mention.text.length > TEXT_SHOWN ? `${mention.text.slice(0, TEXT_SHOWN)}…` : mention.text}
            </p>
          </li>
        );
      })}
    </ul>
  </section>
);
