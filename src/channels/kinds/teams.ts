import { z } from 'zod';
import type { AlertMessage, MessageSection } from '../../domain/alert-message.ts';
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
const SECTIONS_BYTES = 20_000;

function cardOf({
  title,
  summary,
  drivers,
  examples,
  sections,
  links,
  severity,
  chart,
  workspace,
}: AlertMessage) {
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
        ? [factSet(drivers.map(({ name, lines }) => ({ name, value: shortened(lines.join(', '), 500) })))]
        : []),
      ...examples.flatMap(({ text: said, from }) => [
        text(`“${shortened(said, 500)}”`, { spacing: 'medium', italic: true }),
        text(from, { isSubtle: true, size: 'small', spacing: 'none' }),
      ]),
      ...elementsOf(sections),
      text(`Earshot for ${workspace}`, { isSubtle: true, size: 'small', separator: true }),
    ],
    actions: links.map(({ name, url }) => ({ type: 'Action.OpenUrl', title: name, url })),
  };
}

/** As much of each section as there is room for: what strangers said goes first, then what drives it. */
function elementsOf(sections: readonly MessageSection[]) {
  const room = SECTIONS_BYTES / Math.max(1, sections.length);
  return sections.flatMap(({ title, facts, drivers, said }) => {
    const heading = text(title, { size: 'medium', weight: 'bolder', separator: true });
    const numbers = factSet(facts);
    const reasons = drivers.map(({ name, lines }) => ({ name, value: shortened(lines.join(', '), 300) }));
    const quotes = said.flatMap(({ name, examples }) => [
      text(name, { weight: 'bolder', spacing: 'medium' }),
      ...examples.map(({ text: words, from }) => text(`“${shortened(words, 200)}” ${from}`)),
    ]);
    const whole = [heading, numbers, ...(reasons.length > 0 ? [factSet(reasons)] : []), ...quotes];
    while (whole.length > 2 && Buffer.byteLength(JSON.stringify(whole)) > room) whole.pop();
    return whole;
  });
}

const factSet = (facts: readonly { name: string; value: string }[]) => ({
  type: 'FactSet',
  facts: facts.map(({ name, value }) => ({ title: escaped(name), value: escaped(value) })),
});

function text(words: string, more: Record<string, unknown> = {}): Record<string, unknown> {
  return { type: 'TextBlock', text: escaped(words), wrap: true, ...more };
}

/** Cards read Markdown; what strangers wrote is to stay as they wrote it, and calls nobody. */
const escaped = (text: string) => text.replace(/[\\*_[\]()~`#<>]/g, '\\$&');
