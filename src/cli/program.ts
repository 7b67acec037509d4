import { readFileSync } from 'node:fs';
import { Command, Option } from 'commander';
import { AS_JSON, ends, examples, JSON_OPTION } from './command-parts.ts';
import { addImport } from './importing.ts';
import { addJobs, addPeople, addSources, addTopics } from './management.ts';
import { addAlertRules } from './management-alerts.ts';
import { addWords, DOMAIN_OPTION } from './management-words.ts';

// Every command is loaded when it is called: `--help` has to answer at once.

/** All commands; their files are loaded when they are called. */
export function buildProgram(): Command {
  const program = new Command('earshot')
    .description('Earshot listens to what customers say and tells a company how they feel.')
    .version(versionOf(), '-V, --version')
    .exitOverride()
    .showHelpAfterError('(add --help for how it is used)')
    .addHelpText(
      'after',
      examples(['earshot start --demo', 'echo "Great app, awful support" | earshot classify --explain']),
    );
  addServing(program);
  addReading(program);
  addStoring(program);
  addSources(program);
  addTopics(program);
  addWords(program);
  addAlertRules(program);
  addPeople(program);
  addJobs(program);
  return program;
}

function addServing(program: Command): void {
  program
    .command('start')
    .description('Run Earshot: the web, the workers, or both. Without configuration everything is in ./data.')
    .argument('[part]', 'web or workers; both when left out')
    .option('--demo', 'load the sample company (the first start of an embedded store does)')
    .option('--no-demo', 'start empty')
    .addHelpText(
      'after',
      examples(['earshot start', 'earshot start --demo', 'PORT=8080 earshot start', 'earshot start workers']),
    )
    .action(
      ends(async (part: string | undefined, options: { demo?: boolean }) =>
        (await import('./commands/start.ts')).start(part, options),
      ),
    );
  program
    .command('doctor')
    .description(
      'Check configuration, connections, migrations, queue, sources and messages; ends with 1 if something needs you.',
    )
    .option(JSON_OPTION, AS_JSON)
    .addHelpText('after', examples(['earshot doctor', 'earshot doctor --json']))
    .action(
      ends(async (options: { json?: boolean }) => (await import('./commands/doctor.ts')).doctor(options)),
    );
}

function addReading(program: Command): void {
  program
    .command('classify')
    .description(
      'Classify texts from stdin, one a line: plain text, or JSON like {"id", "text", "lang", "title", "rating"}.',
    )
    .option('--lang <code>', 'language of texts that do not say it, like en; auto finds out', 'auto')
    .option('--explain', 'add the evidence: which words made the label')
    .option(...DOMAIN_OPTION)
    .addHelpText(
      'after',
      `\nA text without an id gets the number of its line. Empty lines are passed over.${examples(['earshot classify < reviews.jsonl', 'echo "not bad at all" | earshot classify --lang en --explain'])}`,
    )
    .action(
      ends(async (options: { lang: string; explain?: boolean; domain?: string[] }) =>
        (await import('./commands/classify.ts')).classify(options),
      ),
    );
  program
    .command('evaluate')
    .description(
      'Measure the classifier on labelled texts: a TSV file whose header names label and text (lang, rating).',
    )
    .argument('<file>', 'TSV file, or - for stdin; \\n, \\t and \\\\ stand for themselves')
    .option(...DOMAIN_OPTION)
    .option(JSON_OPTION, 'print JSON')
    .addHelpText('after', examples(['earshot evaluate labelled.tsv', 'earshot evaluate labelled.tsv --json']))
    .action(
      ends(async (file: string, options: { json?: boolean; domain?: string[] }) =>
        (await import('./commands/evaluate.ts')).evaluateFile(file, options),
      ),
    );
  program
    .command('detect')
    .description(
      'Replay a recorded stream of counts through the detector and print its alerts as JSON lines: negative_spike and missing_data.',
    )
    .requiredOption('--from <folder>', 'folder with meta.json and increments.csv.gz (or increments.csv)')
    .option('--sensitivity <level>', 'fewer, balanced or more', 'balanced')
    .addHelpText(
      'after',
      examples(['earshot detect --from recorded', 'earshot detect --from recorded --sensitivity fewer']),
    )
    .action(
      ends(async (options: { from: string; sensitivity: string }) =>
        (await import('./commands/detect.ts')).detect(options),
      ),
    );
  program
    .command('fetch')
    .description(
      'Read each address once, as the workers would, and print what it brings as JSON lines. Nothing is stored.',
    )
    .argument('<url...>', 'addresses of feeds')
    .option('--kind <kind>', 'kind of source', 'feed')
    .option('--allow-private', 'also read addresses of this machine and of private networks')
    .addHelpText(
      'after',
      examples([
        'earshot fetch https://example.com/feed.xml',
        'earshot fetch --allow-private http://localhost:8000/feed.xml',
      ]),
    )
    .action(
      ends(async (urls: string[], options: { kind: string; allowPrivate?: boolean }) =>
        (await import('./commands/fetch.ts')).fetchOnce(urls, options),
      ),
    );
  program
    .command('query')
    .description('Check a topic query and say in plain English what it finds.')
    .argument('<expr>', 'the query')
    .option('--test', 'read mentions as JSON lines from stdin and print the ids that match')
    .addHelpText(
      'after',
      examples([
        `earshot query 'acme AND (slow NEAR/3 delivery) -jobs'`,
        `earshot query 'rating:1..2' --test < reviews.jsonl`,
      ]),
    )
    .action(
      ends(async (expr: string, options: { test?: boolean }) =>
        (await import('./commands/query.ts')).query(expr, options),
      ),
    );
}

function addStoring(program: Command): void {
  addImport(program);
  program
    .command('scores')
    .description('Sentiment by day or week, with KPIs beside it.')
    .option('--topic <topic>', 'name or id; everything when left out')
    .option('--from <day>', 'first day, like 2026-03-01; 29 days before the last one when left out')
    .option('--to <day>', 'last day; today when left out')
    .addOption(new Option('--by <period>', 'day or week').choices(['day', 'week']).default('day'))
    .option('--source <source>', 'only this source, by name or id')
    .option('--location <location>', 'only this location, by code or id')
    .option('--kpi <ids>', 'KPIs beside it, by id and parted by commas: nps,csat; all when left out, or none')
    .addOption(new Option('--format <format>', 'csv or json instead of a table').choices(['csv', 'json']))
    .addHelpText(
      'after',
      examples([
        'earshot scores --from 2026-03-01 --to 2026-03-31',
        'earshot scores --topic Acme --by week --format csv',
        'earshot scores --kpi nps,csat,retention --by week',
      ]),
    )
    .action(
      ends(async (options: import('./commands/scores.ts').ScoreOptions) =>
        (await import('./commands/scores.ts')).scores(options),
      ),
    );
  program
    .command('rebuild')
    .description('Compute all scores anew from the mentions.')
    .option('--check', 'only compare; ends with 1 on any difference')
    .option(JSON_OPTION, AS_JSON)
    .addHelpText('after', examples(['earshot rebuild --check', 'earshot rebuild']))
    .action(
      ends(async (options: { check?: boolean; json?: boolean }) =>
        (await import('./commands/rebuild.ts')).rebuild(options),
      ),
    );
}

function versionOf(): string {
  const file = new URL('../../package.json', import.meta.url);
  return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version;
}
