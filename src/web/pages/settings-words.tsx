import { CsrfField } from '../parts/csrf-field.tsx';
import { type Way, Ways } from '../parts/ways.tsx';
import type { Visit } from './visit.ts';

const WAYS: readonly Way[] = [
  {
    href: '/settings/rules',
    name: 'Rules',
    hint: 'What a word or phrase means here, whatever the lexicon says.',
  },
  {
    href: '/settings/accuracy',
    name: 'Accuracy',
    hint: 'How often labels are right, by what people say of them.',
  },
];

/** What words mean here: the lines of business that are chosen, and the ways to the rules and to the accuracy. */
export const WordsSettings = ({ visit, domains }: { visit: Visit; domains: readonly string[] }) => {
  const chosen = visit.workspace.domains;
  return (
    <section aria-labelledby="settings-words">
      <h2 id="settings-words">Words and accuracy</h2>
      <Ways ways={WAYS} />
      {domains.length > 0 &&
        (visit.can('admin') ? (
          <form method="post" action="/settings/domains" class="stacked narrow">
            <CsrfField visit={visit} />
            <fieldset class="checks">
              <legend>Lines of business</legend>
              {domains.map((domain) => (
                <label key={domain}>
                  <input type="checkbox" name="domain" value={domain} checked={chosen.includes(domain)} />
                  {domain}
                </label>
              ))}
            </fieldset>
            <p class="hint">
              Words mean other things in other trades. Choose yours; saving counts the past again in the
              background.
            </p>
            <p class="deeds">
              <button type="submit">Save the lines of business</button>
            </p>
          </form>
        ) : (
          <p>Lines of business: {chosen.join(', ') || 'none chosen'}</p>
        ))}
    </section>
  );
};
