import { type Command, Option } from 'commander';
import { AS_JSON, ends, examples, JSON_OPTION } from './command-parts.ts';
import type { AlertRuleOptions } from './commands/alert-rule.ts';

/** What is watched and told: the rules of alerting. */
export function addAlertRules(program: Command): void {
  const load = () => import('./commands/alert-rule.ts');
  const rule = program.command('alert-rule').description('What raises an alert.');
  rule
    .command('list')
    .description('All rules, and how right each has been.')
    .option(JSON_OPTION, AS_JSON)
    .action(ends(async (options: { json?: boolean }) => (await load()).list(options)));
  withRule(rule.command('add').argument('<name>', 'what to call it'))
    .description('Add a rule: on more unhappy people than usual, unless the options say something else.')
    .addHelpText(
      'after',
      examples([
        'earshot alert-rule add "Delivery trouble" --topic Delivery',
        'earshot alert-rule add "Unhappy with staff" --topic Fernwheel --aspect staff --sensitivity more',
        'earshot alert-rule add "Mood falls" --topic Fernwheel --metric net_sentiment --falls 15 --over 3',
        'earshot alert-rule add "Press and law" --topic Fernwheel --risk legal press --severity critical',
      ]),
    )
    .action(ends(async (name: string, options: AlertRuleOptions) => (await load()).add(name, options)));
  withRule(
    rule.command('try').argument('[rule]', 'name or id of a rule; a draft by its options when left out'),
  )
    .description('What a rule would have raised in the last days; nothing is stored or sent.')
    .option('--days <days>', 'how many days back, up to 90', '60')
    .addHelpText(
      'after',
      examples([
        'earshot alert-rule try "Delivery trouble"',
        'earshot alert-rule try --topic Delivery --metric rating --falls 0.5 --over 7',
      ]),
    )
    .action(
      ends(async (name: string | undefined, options: AlertRuleOptions & { days: string }) =>
        (await load()).tryOut(name, options),
      ),
    );
  rule
    .command('remove')
    .description('Remove a rule; the alerts it has raised stay.')
    .argument('<rule>', 'name or id')
    .action(ends(async (name: string) => (await load()).remove(name)));
}

function withRule(command: Command): Command {
  return command
    .option('--topic <topic>', 'the topic to watch, by name or id')
    .option('--location <location>', 'only this location, by name or id')
    .option('--area <area>', 'every place in a country or region, like DE or DE/North')
    .option('--source <source>', 'only this source, by name or id')
    .addOption(new Option('--severity <severity>', 'how serious').choices(['info', 'warning', 'critical']))
    .addOption(
      new Option('--sensitivity <sensitivity>', 'of unhappy people').choices(['fewer', 'balanced', 'more']),
    )
    .option('--at-least <n>', 'fewest unhappy people, or mentions behind a number')
    .addOption(
      new Option('--metric <metric>', 'watch a number').choices(['net_sentiment', 'rating', 'volume']),
    )
    .option('--falls <amount>', 'it falls by so many points, stars, or per cent of volume')
    .option('--rises <amount>', 'it rises by as much')
    .option('--over <days>', 'over the last 1, 3 or 7 days')
    .option('--stars <n>', 'a single mention with at most so many stars')
    .option('--reach <n>', 'a single mention with at least so much reach')
    .option('--word <words...>', 'a single mention with one of these words')
    .option(
      '--risk <risks...>',
      'a single mention with words of safety, legal, privacy, fraud, press or churn',
    )
    .option('--aspect <aspects...>', 'people unhappy with one of these')
    .option('--single', 'with --aspect: a single mention is enough')
    .option('--quiet <from-to>', 'messages wait from then to then, like 22:00-07:00')
    .option('--cool-down <minutes>', 'nothing new is raised for as long')
    .option('--escalate <minutes>', 'the second line is told when nobody has taken it by then')
    .option(JSON_OPTION, 'print JSON');
}
