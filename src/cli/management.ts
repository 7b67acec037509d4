import type { Command } from 'commander';
import { SCOPES } from '../web/principal.ts';
import { AS_JSON, ends, examples, JSON_OPTION } from './command-parts.ts';

// The commands that manage without the web: each group a noun, each command a verb.

export function addSources(program: Command): void {
  const load = () => import('./commands/source.ts');
  const source = program.command('source').description('The places that are read.');
  source
    .command('list')
    .description('All sources and how they are doing.')
    .option(JSON_OPTION, AS_JSON)
    .action(ends(async (options: { json?: boolean }) => (await load()).list(options)));
  source
    .command('add')
    .description('Add a source and fetch it at once.')
    .argument('[url]', 'address of a feed, or of whatever the kind reads; left out for kinds without one')
    .option('--name <name>', 'what to call it; its address when left out')
    .option('--kind <kind>', 'kind of source', 'feed')
    .option(
      '--set <key=value...>',
      'further settings of the kind, like location=berlin-1; key=@file reads a file',
    )
    .option('--backfill <days>', 'how far back it reads')
    .option('--budget-per-day <amount>', 'what it may use a day, in the unit of its kind')
    .option('--budget-per-month <amount>', 'what it may use a month')
    .option('--keep <days>', 'how long its texts are kept')
    .option(JSON_OPTION, 'print JSON')
    .addHelpText(
      'after',
      examples([
        'earshot source add https://example.com/feed.xml --name "Example news"',
        'earshot source add --kind hacker-news --set query=acme --backfill 90',
        'earshot source add https://mastodon.social --kind mastodon --set what=search query=acme token=@token.txt',
      ]),
    )
    .action(
      ends(async (url: string | undefined, options: import('./commands/source.ts').NewSource) =>
        (await load()).add(url, options),
      ),
    );
  source
    .command('show')
    .description('One source and its latest fetches.')
    .argument('<source>', 'name or id')
    .option(JSON_OPTION, AS_JSON)
    .action(ends(async (name: string, options: { json?: boolean }) => (await load()).show(name, options)));
  source
    .command('preview')
    .description('Read an address once and store nothing.')
    .argument('[url]', 'address of a feed, or of whatever the kind reads')
    .option('--kind <kind>', 'kind of source', 'feed')
    .option('--set <key=value...>', 'further settings of the kind')
    .option('--sample <file>', 'the body of a delivery, for a kind that is sent to')
    .option(JSON_OPTION, 'print JSON')
    .action(
      ends(
        async (
          url: string | undefined,
          options: { kind: string; set?: string[]; sample?: string; json?: boolean },
        ) => (await load()).preview(url, options),
      ),
    );
  source
    .command('export')
    .description('All feeds as an OPML list on stdout, for another reader or as a copy to keep.')
    .addHelpText('after', examples(['earshot source export > feeds.opml']))
    .action(ends(async () => (await load()).exportOpml()));
  for (const [name, description] of Object.entries({
    pause: 'Stop fetching a source; its mentions stay.',
    resume: 'Fetch a paused source again.',
    fetch: 'Fetch a source now, whatever its schedule says.',
    remove: 'Remove a source with its mentions and what they added to every score.',
  })) {
    source
      .command(name)
      .description(description)
      .argument('<source>', 'name or id')
      .action(
        ends(async (one: string) => (await load())[name as 'pause' | 'resume' | 'fetch' | 'remove'](one)),
      );
  }
}

export function addTopics(program: Command): void {
  const load = () => import('./commands/topic.ts');
  const topic = program.command('topic').description('The queries that mentions are matched to.');
  topic
    .command('list')
    .description('All topics.')
    .option(JSON_OPTION, AS_JSON)
    .action(ends(async (options: { json?: boolean }) => (await load()).list(options)));
  topic
    .command('add')
    .description('Add a topic and apply it to the mentions already stored.')
    .argument('<name>', 'what to call it')
    .argument('<query>', 'its query')
    .option('--kind <kind>', 'brand, product, campaign, competitor or theme', 'brand')
    .option(JSON_OPTION, 'print JSON')
    .addHelpText('after', examples([`earshot topic add Delivery 'deliver* OR parcel' --kind theme`]))
    .action(
      ends(async (name: string, query: string, options: { kind: string; json?: boolean }) =>
        (await load()).add(name, query, options),
      ),
    );
  topic
    .command('change')
    .description('Change a topic; stored mentions are matched anew.')
    .argument('<topic>', 'name or id')
    .option('--name <name>', 'new name')
    .option('--query <query>', 'new query')
    .option('--kind <kind>', 'new kind')
    .option(JSON_OPTION, 'print JSON')
    .addHelpText('after', examples([`earshot topic change Delivery --query 'deliver* OR parcel OR courier'`]))
    .action(
      ends(async (name: string, options: import('./commands/topic.ts').TopicChange) =>
        (await load()).change(name, options),
      ),
    );
  topic
    .command('remove')
    .description('Remove a topic and its scores; its mentions stay.')
    .argument('<topic>', 'name or id')
    .action(ends(async (name: string) => (await load()).remove(name)));
  topic
    .command('preview')
    .description('Try a query on the latest mentions.')
    .argument('<query>', 'the query')
    .option(JSON_OPTION, 'print JSON')
    .action(
      ends(async (query: string, options: { json?: boolean }) => (await load()).preview(query, options)),
    );
}

export function addPeople(program: Command): void {
  const loadUser = () => import('./commands/user.ts');
  const user = program.command('user').description('Who can sign in.');
  user
    .command('list')
    .description('Everybody who can sign in.')
    .option(JSON_OPTION, AS_JSON)
    .action(ends(async (options: { json?: boolean }) => (await loadUser()).list(options)));
  user
    .command('add')
    .description('Add somebody; a password is made and shown once.')
    .argument('<email>', 'e-mail address')
    .option('--name <name>', 'full name')
    .option('--role <role>', 'viewer, agent, analyst or admin', 'viewer')
    .option('--password-stdin', 'read the password from stdin instead')
    .addHelpText('after', examples(['earshot user add ada@example.com --role analyst']))
    .action(
      ends(async (email: string, options: import('./commands/user.ts').NewUser) =>
        (await loadUser()).add(email, options),
      ),
    );
  user
    .command('password')
    .description('Give somebody a new password; it is shown once and signs them out everywhere.')
    .argument('<email>', 'e-mail address or id')
    .option('--password-stdin', 'read the password from stdin instead')
    .action(
      ends(async (email: string, options: { passwordStdin?: boolean }) =>
        (await loadUser()).password(email, options),
      ),
    );
  user
    .command('disable')
    .description('Switch somebody off; they are signed out at once.')
    .argument('<email>', 'e-mail address or id')
    .option('--undo', 'switch them on again')
    .action(
      ends(async (email: string, options: { undo?: boolean }) => (await loadUser()).disable(email, options)),
    );
  const loadToken = () => import('./commands/token.ts');
  const token = program.command('token').description('Keys for programs that use the API.');
  token
    .command('list')
    .description('All tokens.')
    .option(JSON_OPTION, AS_JSON)
    .action(ends(async (options: { json?: boolean }) => (await loadToken()).list(options)));
  token
    .command('add')
    .description('Make a token; it is shown once.')
    .argument('<name>', 'what it is for')
    .option('--scope <scope...>', `some of ${SCOPES.join(', ')}`, ['read'])
    .addHelpText(
      'after',
      examples(['earshot token add "Weekly report"', 'earshot token add Importer --scope read import']),
    )
    .action(
      ends(async (name: string, options: { scope: string[] }) => (await loadToken()).add(name, options)),
    );
  token
    .command('revoke')
    .description('Make a token useless.')
    .argument('<id>', 'id of the token')
    .action(ends(async (id: string) => (await loadToken()).revoke(id)));
}

export function addJobs(program: Command): void {
  const load = () => import('./commands/jobs.ts');
  const jobs = program.command('jobs').description('The queue.');
  jobs
    .command('list')
    .description('What waits, and what has failed.')
    .option(JSON_OPTION, AS_JSON)
    .action(ends(async (options: { json?: boolean }) => (await load()).list(options)));
  jobs
    .command('retry')
    .description('Put failed jobs back in line.')
    .argument('[id]', 'id of one job; all when left out')
    .action(ends(async (id: string | undefined) => (await load()).retry(id)));
}
