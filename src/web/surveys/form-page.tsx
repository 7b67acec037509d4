import { html } from 'hono/html';
import type { Child } from 'hono/jsx';
import { FORM_SCALES, type FormLanguage, type Spoken } from '../../domain/survey/survey.ts';
import type { SurveyRow } from '../../store/surveys.ts';
import { languageName } from '../parts/wording.ts';

export interface FormView {
  readonly survey: SurveyRow;
  readonly language: FormLanguage;
  readonly words: Spoken;
  readonly company: string;
  /** Where it is sent, and where another language is asked for. */
  readonly path: string;
  /** Undefined for a form by invitation, whose link says whose it is. */
  readonly stamp: string | undefined;
  readonly score: number | undefined;
  readonly comment?: string | undefined;
  readonly mistake?: string | undefined;
  /** The score came by a click in a mail and is noted at the first sign of a person. */
  readonly notesAt?: string | undefined;
  /** Only looked at: nothing can be sent. */
  readonly isPreview?: boolean;
}

/** The question as the person who is asked sees it. It works without a script and without a cookie. */
export const FormPage = (view: FormView) => {
  const { survey, words, path, stamp, mistake, notesAt, isPreview = false, language } = view;
  return (
    <Sheet view={view} title={words.question}>
      <form method="post" action={path} data-notes-at={notesAt} data-noted={words.noted}>
        {stamp !== undefined && <input type="hidden" name="stamp" value={stamp} />}
        <input type="hidden" name="language" value={language} />
        <p class="trap" aria-hidden="true">
          <label>
            Website <input name="website" tabindex={-1} autocomplete="off" />
          </label>
        </p>
        {mistake && (
          <p class="mistake" role="alert" id="mistake">
            {mistake}
          </p>
        )}
        <Scale view={view} />
        <p class="status" role="status">
          {view.score !== undefined &&
            notesAt !== undefined &&
            words.chosen.replace('{score}', String(view.score))}
        </p>
        {survey.asksWhy && <Why view={view} />}
        <button type="submit" disabled={isPreview}>
          {words.send}
        </button>
      </form>
      <Languages view={view} />
    </Sheet>
  );
};

const Scale = ({ view }: { view: FormView }) => {
  const { survey, words, score, mistake } = view;
  const { min, max } = FORM_SCALES[survey.kind];
  const points = Array.from({ length: max - min + 1 }, (_, index) => min + index);
  return (
    <fieldset class="scale" aria-describedby={mistake ? 'mistake ends' : 'ends'}>
      <legend>
        <h1>{words.question}</h1>
      </legend>
      <p id="ends" class="ends">
        <span>
          {min}: {words.low}
        </span>
        <span>
          {max}: {words.high}
        </span>
      </p>
      <div class={`points points-${points.length}`}>
        {points.map((point) => (
          <label key={point}>
            <input type="radio" name="score" value={point} required checked={point === score} />
            <span>{point}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
};

const LONGEST_COMMENT = 5_000;

const Why = ({ view: { survey, words, comment } }: { view: FormView }) => (
  <>
    <label class="why">
      <span>
        {words.followUp} <small>({words.mayBeEmpty})</small>
      </span>
      <textarea name="comment" rows={4} maxlength={LONGEST_COMMENT} dir="auto">
        {comment ?? ''}
      </textarea>
    </label>
    {survey.asksToQuote && (
      <label class="quote">
        <input type="checkbox" name="quote" value="yes" /> <span>{words.mayQuote}</span>
      </label>
    )}
  </>
);

const Languages = ({ view: { survey, path, language, words, score } }: { view: FormView }) =>
  survey.languages.length < 2 ? null : (
    <nav class="languages" aria-label={words.language}>
      {survey.languages.map((other) => (
        <a
          key={other}
          href={`${path}?${new URLSearchParams({ lang: other, ...(score === undefined ? {} : { score: String(score) }) })}`}
          lang={other}
          hreflang={other}
          aria-current={other === language ? 'true' : undefined}
        >
          {ownName(other)}
        </a>
      ))}
    </nav>
  );

/** As its speakers call it. */
function ownName(language: FormLanguage): string {
  return new Intl.DisplayNames([language], { type: 'language' }).of(language) ?? languageName(language);
}

/** A page that only says something: thanks, that the survey is over, that nobody is asked any more. */
export const SaidPage = ({ view, said, children }: { view: SheetView; said: string; children?: Child }) => (
  <Sheet view={view} title={said}>
    <h1>{said}</h1>
    {children}
  </Sheet>
);

export type SheetView = Pick<FormView, 'language' | 'company' | 'words'>;

const Sheet = ({ view, title, children }: { view: SheetView; title: string; children?: Child }) => (
  <html lang={view.language}>
    <head>
      <meta charset="utf-8" />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <meta name="color-scheme" content="light dark" />
      <meta name="robots" content="noindex" />
      <title>{`${title} · ${view.company}`}</title>
      <link rel="stylesheet" href="/survey.css" />
      <script src="/survey.js" type="module" />
    </head>
    <body>
      <main>
        <p class="company">{view.company}</p>
        {children}
      </main>
    </body>
  </html>
);

/** The answer to a request; `frameOrigins` may show it in a frame, nobody else. */
export function showSheet(
  page: Child,
  { frameOrigins, status = 200 }: { frameOrigins: readonly string[]; status?: number },
): Response {
  const policy = [
    "default-src 'none'",
    "style-src 'self'",
    "script-src 'self'",
    "connect-src 'self'",
    "form-action 'self'",
    `frame-ancestors ${frameOrigins.length > 0 ? `'self' ${frameOrigins.join(' ')}` : "'none'"}`,
    "base-uri 'none'",
  ].join('; ');
  return new Response(
    String(html`<!doctype html>
${page}`),
    {
      status,
      headers: {
        'content-type': 'text/html; charset=utf-8',
        'content-security-policy': policy,
        'cache-control': 'no-store',
      },
    },
  );
}
