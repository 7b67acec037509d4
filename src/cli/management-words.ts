import type { Command } from 'commander';
import { AS_JSON, ends, examples, JSON_OPTION } from './command-parts.ts';
import type { RuleOptions } from './commands/rule.ts';

/** `--domain`, once for each line of business. */
export const DOMAIN_OPTION = [
  '--domain <name>',
  'add the words of a line of business; may be said more than once',
  (name: string, before: string[] = []) => [...before, name],
] as const;

/** What words mean: the workspace's rules and its lines of business. */
export function addWords(program: Command): void {
  const load = () => import('./commands/rule.ts');
  const rule = program.command('rule').description('What words mean in this workspace.');
  rule
    .command('list')
    .description('All rules with what each of them does.')
    .option(JSON_OPTION, AS_JSON)
    .action(ends(async (options: { json?: boolean }) => (await load()).list(options)));
  draft(rule.command('add'))
    .description('Add a rule and apply it to the mentions already stored.')
    .option('--note <text>', 'why')
    .addHelpText(
      'after',
      examples([
        'earshot rule add sick --valence 2 --lang en',
        'earshot rule add "late NEAR/3 refund" --valence -3',
      ]),
    )
    .action(ends(async (pattern: string, options: RuleOptions) => (await load()).add(pattern, options)));
  draft(rule.command('preview'))
    .description('What a rule would do to the past; nothing is stored.')
    .addHelpText('after', examples(['earshot rule preview sick --valence 0']))
    .action(ends(async (pattern: string, options: RuleOptions) => (await load()).preview(pattern, options)));
  for (const [name, description] of Object.entries({
    enable: 'Switch a rule on again.',
    disable: 'Switch a rule off; it stays in the list.',
    remove: 'Take a rule back, as if it had never been.',
  })) {
    rule
      .command(name)
      .description(`${description} The past is counted again.`)
      .argument('<rule>', 'its words or its id')
      .action(ends(async (one: string) => (await load())[name as 'enable' | 'disable' | 'remove'](one)));
  }
  addDomains(program);
}

function draft(command: Command): Command {
  return command
    .argument('<pattern>', 'words; deliver* begins so, _ is any one word, a NEAR/3 b at most three apart')
    .requiredOption('--valence <number>', 'from -4, worst, to 4, best; 0: it means nothing here')
    .option('--lang <code>', 'only in this language')
    .option('--topic <topic>', 'only in the mentions of this topic, by name or id')
    .option(JSON_OPTION, 'print JSON');
}

function addDomains(program: Command): void {
  const load = () => import('./commands/domain.ts');
  const domain = program.command('domain').description('Lines of business whose words count.');
  domain
    .command('list')
    .description('Those there are, and which are chosen.')
    .option(JSON_OPTION, AS_JSON)
    .action(ends(async (options: { json?: boolean }) => (await load()).list(options)));
  domain
    .command('choose')
    .description('Choose exactly these; the past is counted again.')
    .argument('[name...]', 'names of domains')
    .option('--none', 'choose none')
    .addHelpText('after', examples(['earshot domain choose retail delivery', 'earshot domain choose --none']))
    .action(
      ends(async (names: string[], options: { none?: boolean }) => (await load()).choose(names, options)),
    );
}
