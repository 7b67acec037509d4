import { html } from 'hono/html';
import type { ProblemDetails } from './problem.ts';

/** A problem as a page of its own, for errors outside the pages: it needs neither a session nor a store. */
export function problemPage({ status, title, detail }: ProblemDetails): Response {
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} · Earshot</title>
<link rel="stylesheet" href="/style.css">
</head>
<body>
<main>
<h1>${title}</h1>
<p>${detail}</p>
<p><a href="/">Go to the start page</a></p>
</main>
</body>
</html>
`;
  return new Response(String(page), { status, headers: { 'content-type': 'text/html; charset=utf-8' } });
}
