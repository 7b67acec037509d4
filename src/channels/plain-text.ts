import type { AlertMessage } from '../domain/alert-message.ts';

/** A message as plain text, for mail and for whatever knows nothing else. */
export function plainText(message: AlertMessage): string {
  const { title, summary, drivers, examples, links, chart, workspace } = message;
  const parts = [
    title,
    summary,
    ...drivers.map(({ name, lines }) => `${name}: ${lines.join(', ')}`),
    ...(chart ? [chart.alt] : []),
    ...(examples.length > 0 ? ['What people say:'] : []),
    ...examples.map(({ text, from, url }) => `“${text}”\n  ${from}${url ? `\n  ${url}` : ''}`),
    ...links.map(({ name, url }) => `${name}: ${url}`),
    `Earshot for ${workspace}`,
  ];
  return parts.join('\n\n');
}

export const shortened = (text: string, length: number): string =>
  text.length > length ? `${text.slice(0, length - 1).trimEnd()}…` : text;
