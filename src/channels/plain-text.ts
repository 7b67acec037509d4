import type { AlertMessage, MessageExample, MessageSection } from '../domain/alert-message.ts';

/** A message as plain text, for mail and for whatever knows nothing else. */
export function plainText(message: AlertMessage): string {
  const { title, summary, drivers, examples, sections, links, chart, workspace } = message;
  const parts = [
    title,
    summary,
    ...drivers.map(({ name, lines }) => `${name}: ${lines.join(', ')}`),
    ...(chart ? [chart.alt] : []),
    ...(examples.length > 0 ? ['What people say:'] : []),
    ...examples.map(exampleInText),
    ...sections.flatMap(sectionInText),
    ...links.map(({ name, url }) => `${name}: ${url}`),
    `Earshot for ${workspace}`,
  ];
  return parts.join('\n\n');
}

function sectionInText({ title, facts, drivers, said, chart, links }: MessageSection): string[] {
  return [
    [`== ${title} ==`, ...facts.map(({ name, value }) => `${name}: ${value}`)].join('\n'),
    ...(chart ? [chart.alt] : []),
    ...drivers.map(({ name, lines }) => `${name}: ${lines.join(', ')}`),
    ...said.flatMap(({ name, examples }) => [`${name}:`, ...examples.map(exampleInText)]),
    ...links.map(({ name, url }) => `${name}: ${url}`),
  ];
}

const exampleInText = ({ text, from, url }: MessageExample) =>
  `“${text}”\n  ${from}${url ? `\n  ${url}` : ''}`;

export const shortened = (text: string, length: number): string =>
  text.length > length ? `${text.slice(0, length - 1).trimEnd()}…` : text;
