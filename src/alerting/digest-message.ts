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
    links: linksOf(report, { origin, page }),
    chart: undefined,
    leave,
  };
}

/** Whoever answers for one place may open its page, and perhaps no other. */
function linksOf(
  { place }: DigestReport,
  { origin, page }: { origin: string | undefined; page: string | undefined },
) {
  if (place && origin)
    return [{ name: 'Open the page of the place', url: `${origin}/locations/${place.locationId}` }];
  return page === undefined ? [] : [{ name: 'Open the digest', url: page }];
}

function sectionOf(topic: TopicReport, report: DigestReport, origin: string | undefined): MessageSection {
  const png = digestChart(topic.days);
  const { place, timeZone } = report;
  const pageOf = (mentionId: number) =>
    place ? `/locations/${place.locationId}#mention-${mentionId}` : `/mentions/${mentionId}`;
  const examples = (mentions: readonly ReportMention[]) =>
    mentions.map((mention) =>
      exampleOf(mention, { timeZone, url: origin && `${origin}${pageOf(mention.mentionId)}` }),
    );
  const said = [
    { name: 'What hurt most', examples: examples(topic.worst) },
    { name: 'What pleased most', examples: examples(topic.best) },
  ];
  const alerts = topic.openAlerts.map(({ title }) => title);
  return {
    title: topic.name,
    facts: [
      ...(place ? [{ name: 'Index', value: `${place.index}, ${place.change}` }] : []),
      ...factsOf(topic, report),
    ],
    chart: png && { png, alt: reportChartInWords(topic) },
    drivers: [
      ...reportDrivers(topic),
      ...(alerts.length > 0 ? [{ name: 'Open alerts', lines: alerts }] : []),
    ],
    said: said.filter(({ examples: found }) => found.length > 0),
    links:
      origin === undefined
        ? []
        : [
            {
              name: topic.name,
              url: origin + (place ? `/locations/${place.locationId}` : `/topics/${topic.topicId}`),
            },
          ],
  };
}

function exampleOf(
  { text, source, author, at }: ReportMention,
  { timeZone, url }: { timeZone: string; url: string | undefined },
): MessageExample {
  return {
    text,
    from: [author, source, momentIn(new Date(at), timeZone)].filter(Boolean).join(', '),
    url,
  };
}
