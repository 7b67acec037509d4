import type { AlertMessage, MessageExample, MessageSection } from '../domain/alert-message.ts';
import { momentIn } from '../domain/alert-words.ts';
import type { DigestReport, ReportMention, TopicReport } from '../domain/digest.ts';
import {
  digestSummary,
  factsOf,
  periodInWords,
  reportChartInWords,
  reportDrivers,
} from '../domain/digest-words.ts';
import { digestChart } from './digest-chart.ts';

/** A digest as it is told. `page`: where it can be read here; undefined where nobody could reach it. */
export function digestMessage(
  report: DigestReport,
  about: {
    name: string;
    workspace: string;
    origin: string | undefined;
    page: string | undefined;
    leave: string | undefined;
  },
): AlertMessage {
  const { name, workspace, origin, page, leave } = about;
  const where = report.locationName === undefined ? '' : `, ${report.locationName}`;
  return {
    purpose: 'digest',
    alertId: undefined,
    kind: 'digest',
    severity: 'info',
    workspace,
    title: `${name}${where}: ${periodInWords(report.period)}`,
    summary: digestSummary(report),
    drivers: [],
    examples: [],
    sections: report.topics.map((topic) => sectionOf(topic, report, origin)),
    links: page === undefined ? [] : [{ name: 'Open the digest', url: page }],
    chart: undefined,
    leave,
  };
}

function sectionOf(topic: TopicReport, report: DigestReport, origin: string | undefined): MessageSection {
  const png = digestChart(topic.days);
  const examples = (mentions: readonly ReportMention[]) =>
    mentions.map((mention) => exampleOf(mention, { timeZone: report.timeZone, origin }));
  const said = [
    { name: 'What hurt most', examples: examples(topic.worst) },
    { name: 'What pleased most', examples: examples(topic.best) },
  ];
  const alerts = topic.openAlerts.map(({ title }) => title);
  return {
    title: topic.name,
    facts: factsOf(topic, report),
    chart: png && { png, alt: reportChartInWords(topic) },
    drivers: [
      ...reportDrivers(topic),
      ...(alerts.length > 0 ? [{ name: 'Open alerts', lines: alerts }] : []),
    ],
    said: said.filter(({ examples: found }) => found.length > 0),
    links: origin === undefined ? [] : [{ name: topic.name, url: `${origin}/topics/${topic.topicId}` }],
  };
}

function exampleOf(
  { mentionId, text, source, author, at }: ReportMention,
  { timeZone, origin }: { timeZone: string; origin: string | undefined },
): MessageExample {
  return {
    text,
    from: [author, source, momentIn(new Date(at), timeZone)].filter(Boolean).join(', '),
    url: origin && `${origin}/mentions/${mentionId}`,
  };
}
