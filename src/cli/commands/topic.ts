import { type ApiClient, withApi } from '../api-client.ts';
import { WrongUsage } from '../failures.ts';
import { findByName } from '../find-by-name.ts';
import { note, writeJson, writeLine, writeTable } from '../output.ts';
import { tellWaiting } from '../work-off.ts';

export interface TopicChange {
  readonly name?: string;
  readonly query?: string;
  readonly kind?: string;
  readonly json?: boolean;
}

interface Topic {
  readonly id: number;
  readonly name: string;
  readonly kind: string;
  readonly query: string;
  readonly explanation: string;
}

interface Preview {
  readonly explanation: string;
  readonly hints: readonly { readonly message: string }[];
  readonly looked: number;
  readonly matched: number;
  readonly examples: readonly { readonly id: number; readonly label: string; readonly text: string }[];
}

const PATH = '/api/v1/topics';

export async function list(options: { json?: boolean }): Promise<undefined> {
  const { topics } = await withApi((api) => api.call<{ topics: Topic[] }>('GET', PATH));
  if (options.json) await writeJson(topics);
  else
    await writeTable(
      ['id', 'name', 'kind', 'query'],
      topics.map(({ id, name, kind, query }) => [id, name, kind, query]),
    );
  return undefined;
}

export async function add(
  name: string,
  query: string,
  options: { kind: string; json?: boolean },
): Promise<undefined> {
  await withApi(async (api) => {
    const topic = await api.call<Topic>('POST', PATH, { name, query, kind: options.kind });
    await tell(topic, 'Added', options);
    tellWaiting(api);
  });
  return undefined;
}

export async function change(wanted: string, options: TopicChange): Promise<undefined> {
  const { name, query, kind } = options;
  if (name === undefined && query === undefined && kind === undefined) {
    throw new WrongUsage('say what to change: --name, --query or --kind');
  }
  await withApi(async (api) => {
    const { id } = await find(api, wanted);
    const topic = await api.call<Topic>('PATCH', `${PATH}/${id}`, { name, query, kind });
    await tell(topic, 'Changed', options);
    tellWaiting(api);
  });
  return undefined;
}

export async function remove(wanted: string): Promise<undefined> {
  await withApi(async (api) => {
    const topic = await find(api, wanted);
    await api.call('DELETE', `${PATH}/${topic.id}`);
    await writeLine(`Removed topic ${topic.id}, "${topic.name}".`);
  });
  return undefined;
}

export async function preview(query: string, options: { json?: boolean }): Promise<undefined> {
  const found = await withApi((api) => api.call<Preview>('POST', `${PATH}/preview`, { query }));
  if (options.json) {
    await writeJson(found);
    return undefined;
  }
  for (const { message } of found.hints) note(`Hint: ${message}`);
  await writeLine(found.explanation);
  await writeLine(`${found.matched} of the latest ${found.looked} mentions match.`);
  await writeTable(
    ['id', 'label', 'text'],
    found.examples.map(({ id, label, text }) => [id, label, text.slice(0, 80)]),
  );
  return undefined;
}

async function tell(topic: Topic, done: string, options: { json?: boolean }): Promise<void> {
  if (options.json) return writeJson(topic);
  await writeLine(`${done} topic ${topic.id}, "${topic.name}": ${topic.explanation}`);
}

async function find(api: ApiClient, wanted: string): Promise<Topic> {
  const { topics } = await api.call<{ topics: Topic[] }>('GET', PATH);
  return findByName(topics, wanted, { nameOf: ({ name }) => name, what: 'topic' });
}
