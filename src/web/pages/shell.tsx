import { html } from 'hono/html';
import type { Child } from 'hono/jsx';
import { CsrfField } from '../parts/csrf-field.tsx';
import type { Visit } from './visit.ts';

const NAVIGATION = [
  { path: '/', name: 'Overview' },
  { path: '/feed', name: 'Feed' },
  { path: '/inbox', name: 'Inbox' },
  { path: '/alerts', name: 'Alerts' },
  { path: '/kpis', name: 'KPIs' },
  { path: '/topics', name: 'Topics' },
  { path: '/sources', name: 'Sources' },
  { path: '/surveys', name: 'Surveys' },
  { path: '/settings', name: 'Settings' },
] as const;

interface Page {
  readonly title: string;
  readonly status?: number;
  /** The page follows new mentions of this topic (0: of any). `refresh` swaps the page for its newer self. */
  readonly live?: { readonly topicId: number; readonly mode: 'refresh' | 'announce' };
  /** A style sheet and a script of this name come with the page. */
  readonly assets?: 'inbox' | 'replies';
  /** Keys of this page, instead of those of mentions. */
  readonly shortcuts?: readonly (readonly [key: string, deed: string])[];
}

/** A whole page for somebody signed in: header, navigation, the body as `<main>`. */
export function show(visit: Visit, page: Page, body: Child): Response {
  const document = html`<!doctype html>
${<Document visit={visit} page={page} body={body} />}`;
  return new Response(String(document), {
    status: page.status ?? 200,
    headers: { 'content-type': 'text/html; charset=utf-8' },
  });
}

/** A page for somebody who is not known yet. */
export function showBare(title: string, body: Child): Response {
  const document = html`<!doctype html>
${(
  <html lang="en">
    <Head title={title} />
    <body class="bare">
      <main id="main">{body}</main>
    </body>
  </html>
)}`;
  return new Response(String(document), { headers: { 'content-type': 'text/html; charset=utf-8' } });
}

const Head = ({ title, assets }: { title: string; assets?: Page['assets'] }) => (
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <meta name="color-scheme" content="light dark" />
    <title>{`${title} · Earshot`}</title>
    <link rel="icon" href="/favicon.svg" type="image/svg+xml" />
    <link rel="stylesheet" href="/style.css" />
    <script src="/app.js" type="module" />
    {assets && <link rel="stylesheet" href={`/${assets}.css`} />}
    {assets && <script src={`/${assets}.js`} type="module" />}
  </head>
);

const Document = ({ visit, page, body }: { visit: Visit; page: Page; body: Child }) => (
  <html lang="en">
    <Head title={page.title} assets={page.assets} />
    <body>
      <a class="skip" href="#main">
        Skip to the content
      </a>
      <Header visit={visit} />
      {visit.workspace.isSample && (
        <aside class="sample-banner" aria-label="Sample company">
          <p>
            <strong>Sample company.</strong> The mentions are made up, and so is every number on these pages.
          </p>
          {visit.can('admin') && (
            <a href="/sample/remove" class="button quiet small">
              Remove the sample
            </a>
          )}
        </aside>
      )}
      <main id="main" tabindex={-1} data-live={page.live?.mode} data-topic={page.live?.topicId}>
        {body}
      </main>
      <footer class="footer">
        <p>Days and times are in {visit.workspace.timeZone}, unless they say otherwise.</p>
        <p>
          <button type="button" class="link-button" data-open-shortcuts hidden>
            Keyboard shortcuts
          </button>
        </p>
      </footer>
      <Shortcuts keys={page.shortcuts ?? SHORTCUTS} />
    </body>
  </html>
);

const Header = ({ visit }: { visit: Visit }) => (
  <header class="header">
    <a class="brand" href="/">
      <img src="/favicon.svg" alt="" width="26" height="26" />
      <span>Earshot</span>
    </a>
    <span class="workspace">{visit.workspace.name}</span>
    <nav aria-label="Main">
      <ul>
        {NAVIGATION.map(({ path, name }) => (
          <li key={path}>
            <a href={path} aria-current={isCurrent(path, visit.here) ? 'page' : undefined}>
              {name}
            </a>
          </li>
        ))}
      </ul>
    </nav>
    {visit.csrf && (
      <form method="post" action="/sign-out" class="sign-out">
        <CsrfField visit={visit} />
        <button type="submit" class="quiet" title={`Signed in as ${visit.principal.name}`}>
          Sign out
        </button>
      </form>
    )}
  </header>
);

function isCurrent(path: string, here: string): boolean {
  const at = here.split('?')[0] ?? '/';
  if (path === '/feed' && at.startsWith('/mentions/')) return true;
  if (path === '/alerts' && (at === '/digests' || at.startsWith('/digests/'))) return true;
  return path === '/' ? at === '/' : at === path || at.startsWith(`${path}/`);
}

const SHORTCUTS = [
  ['j', 'next mention'],
  ['k', 'previous mention'],
  ['o', 'open the original'],
  ['w', 'why this label'],
  ['1', 'label it positive'],
  ['2', 'label it neutral'],
  ['3', 'label it negative'],
  ['4', 'cannot say (where labels are checked)'],
  ['u', 'undo the correction'],
  ['?', 'this list'],
] as const;

const Shortcuts = ({ keys }: { keys: readonly (readonly [string, string])[] }) => (
  <dialog id="shortcuts" aria-labelledby="shortcuts-title">
    <h2 id="shortcuts-title">Keyboard shortcuts</h2>
    <dl class="shortcuts">
      {keys.map(([key, deed]) => (
        <div key={key}>
          <dt>
            <kbd>{key}</kbd>
          </dt>
          <dd>{deed}</dd>
        </div>
      ))}
    </dl>
    <form method="dialog">
      <button type="submit">Close</button>
    </form>
  </dialog>
);
