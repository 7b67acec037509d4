const LINES = [
  ['acme', 'the word, with or without capitals'],
  ['"acme coffee"', 'these words in this order'],
  ['acme AND coffee', 'both; a space means the same'],
  ['acme OR "a.c.m.e"', 'either of them'],
  ['acme NOT jobs', 'the first without the second'],
  ['acme AND (slow OR late)', 'brackets keep together'],
  ['slow NEAR/3 delivery', 'at most 3 words between, in any order'],
  ['not NEAR/2f again', 'the same, in this order'],
  ['deliver*', 'deliver, delivery, delivered, …'],
  ['{Apple}', 'exactly these letters and capitals'],
  ['#acme', 'the hashtag'],
  ['rating:<=2', 'rated 2 stars or fewer'],
  ['lang:de', 'in German'],
  ['sentiment:negative', 'with this label'],
  ['risk:legal', 'that speak of this risk'],
  ['source:"app reviews"', 'from this source'],
  ['site:example.com', 'from this site'],
] as const;

/** The query language by examples. */
export const QueryHelp = () => (
  <aside class="help" aria-labelledby="query-help-title">
    <h2 id="query-help-title">How to write a query</h2>
    <dl>
      {LINES.map(([example, meaning]) => (
        <div key={example}>
          <dt>
            <code>{example}</code>
          </dt>
          <dd>{meaning}</dd>
        </div>
      ))}
    </dl>
    <p class="hint">
      More fields: <code>author:</code> <code>country:</code> <code>tag:</code> <code>location:</code>{' '}
      <code>product:</code>. A word without accents also finds the one with them; a word with accents finds
      only itself.
    </p>
  </aside>
);
