import { REPLY_VARIABLES } from '../../domain/reply-variables.ts';
import type { SavedReply } from '../../domain/saved-reply.ts';
import { phrases } from '../../replying/phrases.ts';
import { suggestedLanguages } from '../../replying/suggest.ts';
import type { FeedMention } from '../../store/feed.ts';
import type { SourceRow } from '../../store/sources.ts';
import { CsrfField } from '../parts/csrf-field.tsx';
import { countOf, LABEL_WORD, languageName } from '../parts/wording.ts';
import { excerptOf } from './replies.tsx';
import type { Visit } from './visit.ts';

/** A saved reply laid over mentions it is meant for. */
export interface Tried {
  readonly examples: readonly { readonly mention: FeedMention; readonly text: string }[];
  readonly found: number;
  readonly lookedAt: number;
}

interface SavedFormProps {
  readonly visit: Visit;
  readonly id: number | undefined;
  readonly given: SavedReply | undefined;
  readonly sources: readonly SourceRow[];
  readonly tried: Tried | undefined;
}

export const SavedForm = (props: SavedFormProps) => {
  const { visit, id, given, tried } = props;
  const mayWrite = visit.can('inbox');
  return (
    <>
      <form method="post" action={`/replies/saved/${id ?? 'new'}`} class="stacked narrow">
        <CsrfField visit={visit} />
        <label class="field">
          <span>Name</span>
          <input name="name" required maxlength={120} autocomplete="off" value={given?.name ?? ''} />
        </label>
        <Wordings variants={given?.variants ?? []} />
        <Narrowings {...props} />
        <label class="reply-check">
          <input type="checkbox" name="enabled" value="yes" checked={given?.enabled ?? true} /> Offer it
        </label>
        {mayWrite && (
          <p class="deeds">
            <button type="submit">Keep it</button>
            <button type="submit" class="quiet" name="deed" value="try">
              Try it on mentions
            </button>
            {id !== undefined && (
              <button type="submit" class="danger" formaction={`/replies/saved/${id}/remove`} formnovalidate>
                Remove
              </button>
            )}
          </p>
        )}
      </form>
      {tried && <TriedOn tried={tried} />}
    </>
  );
};

const Wordings = ({ variants }: { variants: readonly string[] }) => (
  <fieldset>
    <legend>Wordings</legend>
    <p class="hint">
      They take turns, so that two neighbours do not read the same.{' '}
      {Object.entries(REPLY_VARIABLES)
        .map(([name, meaning]) => `{{${name}}}: ${meaning}`)
        .join('; ')}
      . What is not known is asked for before it goes out.
    </p>
    {[...variants, '', ...(variants.length === 0 ? [''] : [])].map((text, index) => (
      <label key={`${index}-${text}`} class="field">
        <span>{index === 0 ? 'First wording' : `Wording ${index + 1} (may stay empty)`}</span>
        <textarea name="variants" rows={5} maxlength={10_000} dir="auto" required={index === 0}>
          {text}
        </textarea>
      </label>
    ))}
  </fieldset>
);

const STARS = [1, 2, 3, 4, 5];

const Narrowings = ({ given, sources }: SavedFormProps) => (
  <fieldset>
    <legend>For which mentions</legend>
    <Choice
      name="language"
      label="Language"
      chosen={given?.language}
      options={suggestedLanguages().map((code) => [code, languageName(code)])}
    />
    <Choice
      name="label"
      label="Label"
      chosen={given?.label}
      options={(['positive', 'neutral', 'negative'] as const).map((label) => [label, LABEL_WORD[label]])}
    />
    <Choice
      name="aspect"
      label="About"
      chosen={given?.aspect}
      options={aspects().map((aspect) => [aspect, aspect])}
    />
    <div class="field-pair">
      <Choice
        name="starsFrom"
        label="Stars from"
        chosen={given?.starsFrom?.toString()}
        options={STARS.map((star) => [String(star), String(star)])}
      />
      <Choice
        name="starsTo"
        label="to"
        chosen={given?.starsTo?.toString()}
        options={STARS.map((star) => [String(star), String(star)])}
      />
    </div>
    <Choice
      name="sourceId"
      label="Source"
      chosen={given?.sourceId?.toString()}
      options={sources.map(({ id, name }) => [String(id), name])}
    />
  </fieldset>
);

const aspects = (): string[] => [...(phrases().get('en')?.nouns.keys() ?? [])];

const Choice = ({
  name,
  label,
  chosen,
  options,
}: {
  name: string;
  label: string;
  chosen: string | undefined;
  options: readonly (readonly [string, string])[];
}) => (
  <label class="field">
    <span>{label}</span>
    <select name={name}>
      <option value="">any</option>
      {options.map(([value, words]) => (
        <option key={value} value={value} selected={value === chosen}>
          {words}
        </option>
      ))}
    </select>
  </label>
);

const TriedOn = ({ tried: { examples, found, lookedAt } }: { tried: Tried }) => (
  <section aria-labelledby="tried">
    <h2 id="tried">As it would read</h2>
    <p class="hint" role="status">
      It is meant for {found} of the latest {countOf(lookedAt, 'mention')} looked at.
    </p>
    <ol class="rows reply-list">
      {examples.map(({ mention, text }) => (
        <li key={mention.id}>
          <div class="reply-given">
            <blockquote class="reply-to" dir="auto">
              {excerptOf(mention)}
            </blockquote>
            <p class="reply-text" dir="auto">
              {text}
            </p>
          </div>
        </li>
      ))}
    </ol>
  </section>
);
