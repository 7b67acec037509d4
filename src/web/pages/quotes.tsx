import { type Quote, type QuoteBasis, quoteAsHtml, quoteAsText } from '../../domain/quote.ts';
import { CsrfField } from '../parts/csrf-field.tsx';
import { Stars } from '../parts/stars.tsx';
import { fullDay } from '../parts/wording.ts';
import type { Visit } from './visit.ts';

const BASIS: Readonly<Record<QuoteBasis, string>> = {
  person: 'A person saw to the permission.',
  customer: 'The customer allowed it with the answer.',
  public: 'Said in public: name who said it where, and hold to the terms of the place.',
};

/** Praise that a marketer may use, to be copied with what has to stand beside it. */
export const Quotes = ({ quotes, visit }: { quotes: readonly Quote[]; visit: Visit }) => (
  <>
    {quotes.length === 0 && (
      <p class="hint">
        No praise of these days may be quoted: no customer allowed it, no review came from a place that lets
        it be used. On the page of a mention you can note a permission that you were given.
      </p>
    )}
    <div class="quotes">
      {quotes.map((quote) => (
        <article key={quote.mentionId} class="card quote">
          {quote.stars !== undefined && <Stars value={quote.stars} />}
          <blockquote dir="auto">{quote.text}</blockquote>
          <p class="origin">
            {[quote.author ?? 'a customer', quote.source, quote.attribution, fullDay(quote.day)]
              .filter(Boolean)
              .join(' · ')}{' '}
            · <a href={`/mentions/${quote.mentionId}`}>the mention</a>
          </p>
          <p class="hint">
            {BASIS[quote.basis]} {quote.note}
          </p>
          <details>
            <summary>Copy</summary>
            <CopyField label="As text" value={quoteAsText(quote)} />
            <CopyField label="As HTML" value={quoteAsHtml(quote)} />
          </details>
          {visit.can('override') && (
            <form method="post" action={`/mentions/${quote.mentionId}/quote`} class="deeds">
              <CsrfField visit={visit} />
              <input type="hidden" name="back" value={visit.here} />
              <button type="submit" name="permission" value="forbid" class="quiet small">
                Never quote this
              </button>
            </form>
          )}
        </article>
      ))}
    </div>
  </>
);

const CopyField = ({ label, value }: { label: string; value: string }) => (
  <label class="field">
    <span>{label}</span>
    <textarea class="code" rows={3} readonly>
      {value}
    </textarea>
  </label>
);
