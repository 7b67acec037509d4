import { z } from 'zod';
import type { Channel } from '../channel.ts';
import { shortened } from '../plain-text.ts';
import { postJson } from '../post-json.ts';

const Settings = z.object({
  server: z.url({ protocol: /^https?$/, error: 'Expected an address like https://ntfy.sh.' }),
  topic: z.string().regex(/^[-\w]{1,64}$/, { error: 'Expected the name of an ntfy topic.' }),
  token: z
    .string()
    .trim()
    .optional()
    .transform((token) => token || undefined),
});

const PRIORITY = { info: 3, warning: 4, critical: 5 } as const;
const TAG = { info: 'information_source', warning: 'warning', critical: 'rotating_light' } as const;

/** Push messages by ntfy, as JSON. https://docs.ntfy.sh/publish/#publish-as-json */
export default {
  title: 'ntfy',
  settings: Settings,
  fields: [
    { name: 'server', label: 'Server', hint: 'https://ntfy.sh or your own', isAddress: true },
    { name: 'topic', label: 'Topic', hint: 'Who knows it can read it.', isSecret: true },
    { name: 'token', label: 'Access token', isSecret: true, isOptional: true },
  ],
  async send({ server, topic, token }, outgoing, ways) {
    const { title, summary, drivers, examples, sections, links, severity } = outgoing.message;
    const lines = [
      summary,
      ...drivers.slice(0, 2).map(({ name, lines: words }) => `${name}: ${words.join(', ')}`),
      ...examples.slice(0, 1).map(({ text }) => `“${shortened(text, 300)}”`),
      ...sections.map(({ title: heading, facts }) =>
        [heading, ...facts.map(({ name, value }) => `${name}: ${value}`)].join('\n'),
      ),
    ];
    const body = {
      topic,
      title: shortened(title, 250),
      // ntfy takes 4096 bytes; longer ones become a file.
      message: shortened(lines.join('\n\n'), 1_300),
      priority: PRIORITY[severity],
      tags: [TAG[severity]],
      ...(links[0] ? { click: links[0].url } : {}),
      actions: links.slice(0, 3).map(({ name, url }) => ({ action: 'view', label: name, url })),
    };
    await postJson(ways, outgoing, {
      url: new URL('/', server).href,
      body: JSON.stringify(body),
      ...(token ? { headers: { authorization: `Bearer ${token}` } } : {}),
    });
  },
} satisfies Channel<z.output<typeof Settings>>;
