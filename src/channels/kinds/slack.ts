import { z } from 'zod';
import type { AlertMessage, MessageSection } from '../../domain/alert-message.ts';
import type { Channel } from '../channel.ts';
import { plainText, shortened } from '../plain-text.ts';
import { postJson } from '../post-json.ts';

const Settings = z.object({
  url: z.url({ protocol: /^https?$/, error: 'Expected the address of an incoming webhook.' }),
});

/** An incoming webhook of Slack with Block Kit. https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks */
export default {
  title: 'Slack',
  settings: Settings,
  fields: [{ name: 'url', label: 'Address of the incoming webhook', isSecret: true }],
  async send({ url }, outgoing, ways) {
    await postJson(ways, outgoing, { url, body: JSON.stringify(blocksOf(outgoing.message)) });
  },
} satisfies Channel<z.output<typeof Settings>>;

const MARK = { info: ':information_source:', warning: ':warning:', critical: ':rotating_light:' } as const;

// Lengths are Slack's: 150 in a header, 3000 in a section, 75 on a button.
function blocksOf(message: AlertMessage) {
  const { title, summary, drivers, examples, sections, links, severity, workspace } = message;
  return {
    text: shortened(escaped(plainText(message)), 3_000),
    blocks: [
      { type: 'header', text: { type: 'plain_text', text: shortened(title, 150), emoji: false } },
      section(`${MARK[severity]} ${escaped(summary)}`),
      ...drivers.map(({ name, lines }) => section(`*${escaped(name)}:* ${escaped(lines.join(', '))}`)),
      ...examples.map(({ text, from, url }) => {
        const said = `>${escaped(shortened(text, 600)).replace(/\s*\n\s*/g, '\n>')}`;
        return section(`${said}\n${url ? `<${url}|${escaped(from)}>` : escaped(from)}`);
      }),
      ...sections.flatMap(blocksOfSection),
      ...(links.length > 0
        ? [
            {
              type: 'actions',
              elements: links.map(({ name, url }, at) => ({
                type: 'button',
                text: { type: 'plain_text', text: shortened(name, 75) },
                url,
                action_id: `link-${at}`,
              })),
            },
          ]
        : []),
      { type: 'context', elements: [{ type: 'mrkdwn', text: escaped(`Earshot for ${workspace}`) }] },
    ],
  };
}

/** At most four blocks each: a message holds fifty. */
function blocksOfSection({ title, facts, drivers, said, links }: MessageSection) {
  const heading = links[0] ? `<${links[0].url}|${escaped(title)}>` : escaped(title);
  const lines = (parts: readonly { name: string; words: string }[]) =>
    parts.map(({ name, words }) => `*${escaped(name)}:* ${escaped(words)}`).join('\n');
  const quoted = said.map(({ name, examples }) =>
    [
      `*${escaped(name)}:*`,
      ...examples.map(({ text, from, url }) => {
        const words = `>${escaped(shortened(text, 280)).replace(/\s*\n\s*/g, '\n>')}`;
        return `${words}\n${url ? `<${url}|${escaped(from)}>` : escaped(from)}`;
      }),
    ].join('\n'),
  );
  return [
    { type: 'divider' },
    section(`*${heading}*\n${lines(facts.map(({ name, value }) => ({ name, words: value })))}`),
    ...(drivers.length > 0
      ? [section(lines(drivers.map((driver) => ({ name: driver.name, words: driver.lines.join(', ') }))))]
      : []),
    ...(quoted.length > 0 ? [section(quoted.join('\n'))] : []),
  ];
}

const section = (text: string) => ({
  type: 'section',
  text: { type: 'mrkdwn', text: shortened(text, 3_000) },
});

/** Slack's three signs; a mention of a stranger must not call anybody. */
const escaped = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
