import { html } from 'hono/html';
import { PROBLEMS } from '../problem.ts';

/** As much of an OpenAPI document as the page shows. */
interface Document {
  readonly info: { readonly title: string; readonly version: string; readonly description?: string };
  readonly paths?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

interface Operation {
  readonly tags?: readonly string[];
  readonly summary?: string;
  readonly description?: string;
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: { readonly content?: Readonly<Record<string, { readonly schema?: unknown }>> };
  readonly responses?: Readonly<
    Record<
      string,
      {
        readonly description?: string;
        readonly content?: Readonly<Record<string, { readonly schema?: unknown }>>;
      }
    >
  >;
}

interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly required?: boolean;
  readonly description?: string;
  readonly schema?: unknown;
}

interface Shown extends Operation {
  readonly method: string;
  readonly path: string;
}

/** The API's description as a page that needs no script: drawn from the same document programs read. */
export function docsPage(document: object, base: string) {
  const { info, paths = {} } = document as Document;
  const operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(
      ([method, operation]): Shown => ({ ...(operation as Operation), method, path }),
    ),
  );
  const groups = Map.groupBy(operations, (operation) => operation.tags?.[0] ?? 'Other');
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${info.title}</title>
<link rel="stylesheet" href="/style.css">
<link rel="icon" href="/favicon.svg" type="image/svg+xml">
</head>
<body class="api-docs">
<main>
<h1>${info.title}</h1>
<p>${info.description ?? ''}</p>
<p>For programs: <a href="${base}/openapi.json">the OpenAPI 3.1 document</a>, version ${info.version}.</p>
<nav><ul>${[...groups.keys()].map((tag) => html`<li><a href="#${anchorOf(tag)}">${tag}</a></li>`)}</ul></nav>
${[...groups].map(([tag, shown]) => html`<section id="${anchorOf(tag)}"><h2>${tag}</h2>${shown.map((one) => operationPart(one, base))}</section>`)}
<section id="problems"><h2>Problems</h2>
<p>Every error is answered as <code>application/problem+json</code> (RFC 9457). These are the types:</p>
<dl>${Object.entries(PROBLEMS).map(([kind, { status, title }]) => html`<dt id="problem-${kind}"><code>${status}</code> ${kind}</dt><dd>${title}</dd>`)}</dl>
</section>
</main>
</body>
</html>
`;
}

function operationPart(operation: Shown, base: string) {
  const { method, path, summary, description, parameters = [] } = operation;
  return html`<article>
<h3><code>${method.toUpperCase()} ${base}${path}</code></h3>
<p>${summary ?? ''}. ${description ?? ''}</p>
${parameters.length > 0 ? parameterTable(parameters) : ''}
${Object.entries(operation.requestBody?.content ?? {}).map(([type, { schema }]) => schemaPart(`Body, ${type}`, schema))}
${Object.entries(operation.responses ?? {})
  .filter(([status]) => status !== 'default')
  .map(([status, response]) => responsePart(status, response))}
</article>`;
}

function parameterTable(parameters: readonly Parameter[]) {
  return html`<table><thead><tr><th>Parameter</th><th>In</th><th>Schema</th><th>Meaning</th></tr></thead><tbody>${parameters.map(
    ({ name, in: place, required, description, schema }) =>
      html`<tr><td><code>${name}</code>${required ? ' (needed)' : ''}</td><td>${place}</td><td><code>${JSON.stringify(withoutDescription(schema))}</code></td><td>${description ?? ''}</td></tr>`,
  )}</tbody></table>`;
}

function responsePart(
  status: string,
  { description, content = {} }: NonNullable<Operation['responses']>[string],
) {
  return html`<p><code>${status}</code> ${description ?? ''}</p>${Object.entries(content).map(
    ([type, { schema }]) => schemaPart(`Answer, ${type}`, schema),
  )}`;
}

function schemaPart(title: string, schema: unknown) {
  return html`<details><summary>${title}</summary><pre>${JSON.stringify(schema, undefined, 2)}</pre></details>`;
}

function withoutDescription(schema: unknown): unknown {
  if (typeof schema !== 'object' || schema === null) return schema;
  const { description: _, ...rest } = schema as { description?: string };
  return rest;
}

function anchorOf(tag: string): string {
  return tag.toLowerCase().replaceAll(' ', '-');
}
