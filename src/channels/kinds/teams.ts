import { z } from 'zod';
import type { AlertMessage } from '../../domain/alert-message.ts';
import type { Channel } from '../channel.ts';
import { shortened } from '../plain-text.ts';
import { postJson } from '../post-json.ts';

const Settings = z.object({
  url: z.url({ protocol: /^https?$/, error: 'Expected the address of a workflow.' }),
});

/** A workflow of Teams "when a webhook request is received", told with an Adaptive Card. */
export default {
  title: 'Microsoft Teams',
  settings: Settings,
  fields: [{ name: 'url', label: 'Address of the workflow', isSecret: true }],
  async send({ url }, outgoing, ways) {
    const card = cardOf(outgoing.message);
    const attachment = {
      contentType: 'application/vnd.microsoft.card.adaptive',
      contentUrl: null,
      content: card,
    };
    await postJson(ways, outgoing, {
      url,
      body: JSON.stringify({ type: 'message', attachments: [attachment] }),
    });
  },
} satisfies Channel<z.output<typeof Settings>>;

const COLOUR = { info: 'accent', warning: 'warning', critical: 'attention' } as const;
/** A message of Teams holds 28 kB at most. */
const LARGEST_PICTURE = 12_000;

function cardOf({ title, summary, drivers, examples, links, severity, chart, workspace }: AlertMessage) {
  const text = (words: string, more: Record<string, unknown> = {}) => ({
    type: 'TextBlock',
    text: escaped(words),
    wrap: true,
    ...more,
  });
  return {
    $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
    type: 'AdaptiveCard',
    version: '1.4',
    body: [
      text(title, { size: 'large', weight: 'bolder', color: COLOUR[severity], style: 'heading' }),
      text(summary),
      ...(chart && chart.png.length <= LARGEST_PICTURE
        ? [
            {
              type: 'Image',
              url: `data:image/png;base64,${Buffer.from(chart.png).toString('base64')}`,
              altText: chart.alt,
              size: 'stretch',
            },
          ]
        : []),
      ...(drivers.length > 0
        ? [
            {
              type: 'FactSet',
              facts: drivers.map(({ name, lines }) => ({
                title: escaped(name),
                value: escaped(shortened(lines.join(', '), 500)),
              })),
            },
          ]
        : []),
      ...examples.flatMap(({ text: said, from }) => [
        text(`“${shortened(said, 500)}”`, { spacing: 'medium', italic: true }),
        text(from, { isSubtle: true, size: 'small', spacing: 'none' }),
      ]),
      text(`Earshot for ${workspace}`, { isSubtle: true, size: 'small', separator: true }),
    ],
    actions: links.map(({ name, url }) => ({ type: 'Action.OpenUrl', title: name, url })),
  };
}

/** Cards read Markdown; what strangers wrote is to stay as they wrote it, and calls nobody. */
const escaped = (text: string) => text.replace(/[\\*_[\]()~`#<>]/g, '\\$&');
