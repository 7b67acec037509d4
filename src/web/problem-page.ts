import { html } from 'hono/html';
import type { ProblemDetails } from './problem.ts';

/** A problem as a page of its own, for errors outside the pages: it needs neither a session nor a store. */
export function problemPage({ status, title, detail }: ProblemDetails): Response {
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title} · Earshot</title>
<link rel="icon" href="/favicon.svg" type="image/svg+xml">
<link rel="stylesheet" href="/style.css">
</head>
<body class="bare">
<main>
<div class="problem-page">
<img src="/favicon.svg" alt="" width="44" height="44">
<p class="eyebrow">${status}</p>
<h1>${title}</h1>
<p class="lead">${detail}</p>
<p><a href="/" class="button quiet">Go to the overview</a></p>
</div>
</main>
</body>
</html>
`;
  return new Response(String(page), { status, headers: { 'content-type': 'text/html; charset=utf-8' } });
}
