import type { AlertMessage, MessageSection } from '../../domain/alert-message.ts';
import type { DeliveryRow } from '../../store/deliveries.ts';
import type { DigestIssueRow } from '../../store/digest-issues.ts';
import { Moment } from '../parts/moment.tsx';
import { DeliveryLog } from './delivery-log.tsx';
import { show } from './shell.tsx';
import type { Visit } from './visit.ts';

/** What a digest said, as it stood then, and whom it reached. */
export function showIssue(
  visit: Visit,
  {
    issue,
    message,
    deliveries,
  }: { issue: DigestIssueRow; message: AlertMessage; deliveries: readonly DeliveryRow[] },
): Response {
  return show(
    visit,
    { title: message.title },
    <>
      <p class="way-back">
        <a href={`/digests/${issue.digestId}`} dir="auto">
          {issue.digestName}
        </a>
      </p>
      <h1 dir="auto">{message.title}</h1>
      <p class="hint">
        Made <Moment at={issue.madeAt} timeZone={visit.workspace.timeZone} />
        {issue.isExtra ? ', because somebody asked for it' : ''}. Numbers stay as they were then.
      </p>
      <DigestWords message={message} />
      {deliveries.length > 0 && <DeliveryLog visit={visit} deliveries={deliveries} title="Who was told" />}
    </>,
  );
}

/** The message as a page; the same words as in the mail. */
export const DigestWords = ({ message: { summary, sections } }: { message: AlertMessage }) => (
  <div class="digest">
    <p class="lead">{summary}</p>
    {sections.map((section) => (
      <Section key={section.title} section={section} />
    ))}
  </div>
);

const Section = ({ section: { title, facts, chart, drivers, said, links } }: { section: MessageSection }) => (
  <section class="digest-topic">
    <h3 dir="auto">{links[0] ? <a href={links[0].url}>{title}</a> : title}</h3>
    <dl class="facts facts-lines">
      {facts.map(({ name, value }) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
    {chart && (
      <img
        class="digest-chart"
        src={`data:image/png;base64,${Buffer.from(chart.png).toString('base64')}`}
        alt={chart.alt}
        width={600}
        height={160}
      />
    )}
    {drivers.map(({ name, lines }) => (
      <p key={name} dir="auto">
        <strong>{name}:</strong> {lines.join(', ')}
      </p>
    ))}
    {said.map(({ name, examples }) => (
      <div key={name}>
        <h4>{name}</h4>
        {examples.map(({ text, from, url }) => (
          <figure key={text} class="digest-said">
            <blockquote dir="auto">{text}</blockquote>
            <figcaption class="hint">{url ? <a href={url}>{from}</a> : from}</figcaption>
          </figure>
        ))}
      </div>
    ))}
  </section>
);
