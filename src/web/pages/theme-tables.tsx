import type { Questions } from '../../themes/questions.ts';
import type { Side, Theme } from '../../themes/themes.ts';
import { aspectName, count, countOf, percent } from '../parts/wording.ts';
import type { PageCut } from './cut-form.tsx';

interface SideProps {
  readonly title: string;
  readonly side: Side;
  readonly cut: PageCut;
  readonly isCompared: boolean;
}

/** What one side speaks of: parts of the product, and words. */
export const ThemeSide = ({ title, side, cut, isCompared }: SideProps) => (
  <div>
    <h2>{title}</h2>
    <p class="hint">{countOf(side.voices, 'voice')}</p>
    {side.aspects.length === 0 && side.phrases.length === 0 && (
      <p class="hint">Nothing that three people say.</p>
    )}
    <ThemeTable caption="Parts of the product" themes={side.aspects} cut={cut} isCompared={isCompared} />
    <ThemeTable caption="Words" themes={side.phrases} cut={cut} isCompared={isCompared} />
  </div>
);

interface TableProps {
  readonly caption: string;
  readonly themes: readonly Theme[];
  readonly cut: PageCut;
  readonly isCompared: boolean;
}

const ThemeTable = ({ caption, themes, cut, isCompared }: TableProps) => {
  if (themes.length === 0) return null;
  const hasBands = themes.some(({ promoters, detractors }) => promoters + detractors > 0);
  return (
    <table class="split themes">
      <caption>{caption}</caption>
      <thead>
        <tr>
          <th scope="col">Theme</th>
          <th scope="col" class="number">
            Voices
          </th>
          {isCompared && (
            <th scope="col" class="number">
              Before
            </th>
          )}
          {hasBands && (
            <th scope="col" class="number" title="NPS promoters and detractors among them">
              Prom. / detr.
            </th>
          )}
        </tr>
      </thead>
      <tbody>
        {themes.map((theme) => (
          <tr key={theme.name}>
            <th scope="row">
              <a href={addressOf(theme, cut)}>{aspectName(theme.name)}</a>
              {theme.isNew && <span class="flag"> new</span>}
            </th>
            <td class="number">
              {count(theme.voices)} <small>{percent(theme.share)}</small>
            </td>
            {isCompared && (
              <td class="number">
                {count(theme.before?.voices ?? 0)} <small>{percent(theme.before?.share ?? 0)}</small>
              </td>
            )}
            {hasBands && (
              <td class="number">
                {count(theme.promoters)} / {count(theme.detractors)}
              </td>
            )}
          </tr>
        ))}
      </tbody>
    </table>
  );
};

/** The mention that says it, or for words the feed with them. */
function addressOf({ kind, name, mentionIds }: Theme, { topic, from, to }: PageCut): string {
  // Pairs may stand apart in the text where a small word was between them; one that says it is always right.
  if (kind === 'aspect' || name.includes(' ')) return `/mentions/${mentionIds[0]}`;
  return `/feed?${new URLSearchParams({ topic: String(topic.id), text: name, from, to })}`;
}

export const AskedQuestions = ({ questions }: { questions: Questions }) => (
  <>
    <p class="hint">
      {countOf(questions.voices, 'person asks', 'people ask')} something that wants an answer.
    </p>
    {questions.themes.length > 0 && (
      <ul class="rows">
        {questions.themes.map(({ name, voices, before, isNew, examples }) => (
          <li key={name}>
            <div>
              <strong>{name}</strong> · {countOf(voices, 'voice')}
              {before !== undefined && `, ${count(before)} before`}
              {isNew && <span class="flag"> new</span>}
              {examples.slice(0, 1).map(({ mentionId, sentence }) => (
                <p key={mentionId} dir="auto">
                  <a href={`/mentions/${mentionId}`}>{sentence}</a>
                </p>
              ))}
            </div>
          </li>
        ))}
      </ul>
    )}
    {questions.others.length > 0 && (
      <details>
        <summary>Asked by one person each</summary>
        <ul>
          {questions.others.map(({ mentionId, sentence }) => (
            <li key={mentionId} dir="auto">
              <a href={`/mentions/${mentionId}`}>{sentence}</a>
            </li>
          ))}
        </ul>
      </details>
    )}
  </>
);
