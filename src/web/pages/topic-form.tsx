import { explainQuery } from '../../domain/query/explain.ts';
import { parseQuery } from '../../domain/query/parse.ts';
import type { QueryError } from '../../domain/query/query-error.ts';
import { TOPIC_KINDS } from '../../store/topics.ts';
import type { QueryPreview } from '../deeds/topics.ts';
import { CsrfField } from '../parts/csrf-field.tsx';
import { Moment } from '../parts/moment.tsx';
import { SentimentBadge } from '../parts/sentiment-badge.tsx';
import { count, countOf } from '../parts/wording.ts';
import { QueryHelp } from './query-help.tsx';
import { markQueryWords } from './query-words.ts';
import type { Visit } from './visit.ts';

export interface Draft {
  readonly name: string;
  readonly kind: (typeof TOPIC_KINDS)[number];
  readonly query: string;
}

/** What was found when the form was sent. */
export interface Outcome {
  readonly preview?: QueryPreview;
  readonly queryMistake?: QueryError;
  readonly nameMistake?: string;
}

interface Props {
  readonly title: string;
  readonly visit: Visit;
  readonly id?: number | undefined;
  readonly draft: Draft;
  readonly outcome: Outcome;
}

const KIND_HINT: Readonly<Record<Draft['kind'], string>> = {
  brand: 'brand: the company or a brand of it',
  product: 'product: one thing it sells',
  campaign: 'campaign: something that runs for a while',
  competitor: 'competitor: somebody else',
  theme: 'theme: delivery, price, service, …',
};

export const TopicForm = ({ title, visit, id, draft, outcome }: Props) => (
  <>
    <p class="way-back">
      <a href="/topics">Topics</a>
    </p>
    <h1>{title}</h1>
    <div class="with-aside">
      <div>
        <form method="post" action={id === undefined ? '/topics' : `/topics/${id}`} class="stacked">
          <CsrfField visit={visit} />
          <Fields draft={draft} outcome={outcome} />
          <p class="deeds">
            <button type="submit" name="do" value="preview" class="quiet">
              Preview
            </button>
            <button type="submit" name="do" value="save">
              {id === undefined ? 'Add the topic' : 'Save the changes'}
            </button>
          </p>
          <p class="hint">
            Saving matches every stored mention anew; the numbers follow within a minute or so.
          </p>
        </form>
        {outcome.preview && <Preview query={draft.query} preview={outcome.preview} visit={visit} />}
      </div>
      <QueryHelp />
    </div>
  </>
);

const Fields = ({ draft, outcome }: Pick<Props, 'draft' | 'outcome'>) => (
  <>
    <label class="field">
      <span>Name</span>
      <input
        name="name"
        value={draft.name}
        maxlength={120}
        aria-invalid={outcome.nameMistake ? 'true' : undefined}
      />
    </label>
    {outcome.nameMistake && <p class="mistake">{outcome.nameMistake}</p>}
    <label class="field">
      <span>Kind</span>
      <select name="kind">
        {TOPIC_KINDS.map((kind) => (
          <option key={kind} value={kind} selected={kind === draft.kind}>
            {KIND_HINT[kind]}
          </option>
        ))}
      </select>
    </label>
    <label class="field">
      <span>Query</span>
      <textarea
        name="query"
        rows={4}
        class="code"
        spellcheck={false}
        aria-invalid={outcome.queryMistake ? 'true' : undefined}
        aria-describedby={outcome.queryMistake ? 'query-mistake' : undefined}
      >
        {draft.query}
      </textarea>
    </label>
    {outcome.queryMistake && <Mistake error={outcome.queryMistake} />}
  </>
);

const Mistake = ({ error }: { error: QueryError }) => (
  <div class="mistake" id="query-mistake" role="alert">
    <p>{error.message}</p>
    <pre class="pointer">{error.pointer()}</pre>
    <p class="hint">Expected here: {error.expected}.</p>
  </div>
);

const Preview = ({ query, preview, visit }: { query: string; preview: QueryPreview; visit: Visit }) => {
  const parsed = parseQuery(query);
  return (
    <section class="preview" aria-labelledby="preview-title">
      <h2 id="preview-title">
        {count(preview.matched)} of the latest {countOf(preview.looked, 'mention')}
      </h2>
      <p class="explained">{explainQuery(parsed)}</p>
      {preview.examples.length > 0 && (
        <ul class="examples">
          {preview.examples.map(({ id, label, publishedAt, document }) => (
            <li key={id}>
              <p class="example-head">
                <SentimentBadge label={label} /> {document.sourceName}
                {publishedAt && (
                  <>
                    {' · '}
                    <Moment at={publishedAt} timeZone={visit.workspace.timeZone} />
                  </>
                )}
              </p>
              <p class="example-text" dir="auto">
                {markQueryWords(parsed, [document.title, document.text].filter(Boolean).join(' — ')).map(
                  ({ text, isMarked }) => (isMarked ? <mark class="found">{text}</mark> : text),
                )}
              </p>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
};
