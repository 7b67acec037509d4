import { type Command, Option } from 'commander';
import { ends, examples, JSON_OPTION } from './command-parts.ts';

/** `earshot import`, with all that can be said about a file. */
export function addImport(program: Command): void {
  program
    .command('import')
    .description(
      'Import reviews, mentions, surveys, customers, orders, topics or locations (CSV, JSONL) or feeds (OPML). Safe to repeat.',
    )
    .argument('<kind>', 'reviews, mentions, surveys, customers, orders, topics, locations or feeds')
    .argument('<file>', 'the file, or - for stdin')
    .addOption(
      new Option(
        '--format <format>',
        'format of the file; told by its name or content when left out',
      ).choices(['csv', 'jsonl']),
    )
    .option('--source <name>', 'source to keep the rows under')
    .option(
      '--preview',
      'surveys, customers, orders: print what the beginning of the file would become, store nothing',
    )
    .option(
      '--map <column=field...>',
      'what a column is read as where its name does not say it; "column=" leaves it out',
    )
    .addOption(
      new Option('--dates <order>', 'how 03/04/2026 is read; such rows are rejected when left out').choices([
        'day-first',
        'month-first',
      ]),
    )
    .addOption(
      new Option('--decimals <sign>', 'which sign begins the decimals; found out when left out').choices([
        'comma',
        'point',
      ]),
    )
    .option('--time-zone <zone>', "of times that name none; the workspace's when left out")
    .addOption(
      new Option('--survey <kind>', 'what was asked, where the file does not say it').choices([
        'nps',
        'csat',
        'ces',
        'custom',
      ]),
    )
    .option('--scale <scale>', 'of the answers, like 1-7, where the file does not say it')
    .option('--touchpoint <name>', 'of rows that name none')
    .option('--location <code>', 'of rows that name none')
    .option('--segment <name>', 'of rows that name none')
    .option('--currency <code>', 'of orders that name none, like EUR')
    .option(JSON_OPTION, 'print the report as JSON')
    .addHelpText(
      'after',
      examples([
        'earshot import reviews reviews.csv --source "App reviews"',
        'earshot import surveys nps.csv --survey nps --dates day-first --map "Shop no.=location"',
        'earshot import topics topics.jsonl',
        'earshot import feeds subscriptions.opml',
      ]),
    )
    .action(
      ends(async (kind: string, file: string, options: import('./commands/import.ts').ImportOptions) =>
        (await import('./commands/import.ts')).importFile(kind, file, options),
      ),
    );
}
