import { z } from 'zod';
import type { AlertMessage } from '../../domain/alert-message.ts';
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
  const { title, summary, drivers, examples, links, severity, workspace } = message;
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

const section = (text: string) => ({
  type: 'section',
  text: { type: 'mrkdwn', text: shortened(text, 3_000) },
});

/** Slack's three signs; a mention of a stranger must not call anybody. */
const escaped = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
