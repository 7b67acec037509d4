import { Moment } from '../parts/moment.tsx';
import { count, countOf, languageName, percent, stars } from '../parts/wording.ts';
import { InviteForms } from './survey-invite.tsx';
import type { ReportProps } from './survey-view.ts';

export const SurveyReport = (props: ReportProps) => {
  const { visit, survey, heard, done } = props;
  return (
    <>
      <p class="way-back">
        <a href="/surveys">Surveys</a>
      </p>
      <div class="page-head">
        <h1>{survey.name}</h1>
        {visit.can('sources') && (
          <p class="deeds">
            <a href={`/surveys/${survey.id}/edit`} class="button quiet">
              Edit
            </a>
            <a href={`/surveys/${survey.id}/remove`} class="button quiet">
              Remove
            </a>
          </p>
        )}
      </div>
      {done.said === 'made' && (
        <p class="news" role="status">
          The form is ready. Look at it below, then give its address to people or invite them.
        </p>
      )}
      {!survey.isOpen && <p class="mistake">It is closed and takes no answers.</p>}
      {heard && heard.days > 0 && (
        <p class="news">
          Listening already answers here: on {heard.days} of the last {countOf(heard.of, 'day')} at least{' '}
          {heard.enough} mentions spoke of “{survey.touchpoint}” by themselves.{' '}
          {heard.days * 2 > heard.of ? 'Asking less often would tire fewer people.' : ''}
        </p>
      )}
      <Counters {...props} />
      <Addresses {...props} />
      <InviteForms {...props} />
      <Answers {...props} />
    </>
  );
};

const Counters = ({ counts }: ReportProps) => {
  const { answers = 0, uninvited = 0, comments = 0, meanScore, sent = 0, reminded = 0 } = counts ?? {};
  const { answered = 0, waiting = 0, held = 0, left = 0, failed = 0 } = counts ?? {};
  return (
    <section aria-labelledby="counters">
      <h2 id="counters">How it goes</h2>
      <dl class="facts">
        <Fact name="Answers" value={count(answers)} />
        <Fact name="of people not invited" value={count(uninvited)} />
        <Fact name="With a comment" value={count(comments)} />
        <Fact name="Mean score" value={meanScore === undefined ? 'none yet' : stars(meanScore)} />
        <Fact name="Invitations sent" value={count(sent)} />
        <Fact name="Reminders sent" value={count(reminded)} />
        <Fact
          name="Answered"
          value={sent > 0 ? `${count(answered)} (${percent(answered / sent)})` : count(answered)}
        />
        <Fact name="Waiting" value={count(waiting)} />
        <Fact name="Held back: asked lately" value={count(held)} />
        <Fact name="Do not want to be asked" value={count(left)} />
        <Fact name="Could not be sent" value={count(failed)} />
      </dl>
      <p class="hint">
        Whether a mail was opened is not counted: that would take a hidden picture in it, and would count
        machines.
      </p>
    </section>
  );
};

const Fact = ({ name, value }: { name: string; value: string }) => (
  <div>
    <dt>{name}</dt>
    <dd>{value}</dd>
  </div>
);

const Addresses = ({ survey, origin }: ReportProps) => {
  const address = `${origin ?? ''}/s/${survey.token}`;
  const frame = `<iframe src="${address}" title="${survey.name.replaceAll('"', '&quot;')}" width="100%" height="640" style="border:0"></iframe>`;
  return (
    <section aria-labelledby="addresses" class="stacked">
      <h2 id="addresses">Where it is</h2>
      <p>
        <a href={`/s/${survey.token}`}>{address}</a>
      </p>
      {origin === undefined && (
        <p class="hint">
          Set EARSHOT_URL to the public address of this server to get whole addresses here and in mails.
        </p>
      )}
      <nav class="languages" aria-label="Previews">
        <span>See it in</span>{' '}
        {survey.languages.map((language) => (
          <>
            <a key={language} href={`/surveys/${survey.id}/preview?lang=${language}`}>
              {languageName(language)}
            </a>{' '}
          </>
        ))}
      </nav>
      {survey.frameOrigins.length > 0 ? (
        <label class="field">
          <span>To show it on {survey.frameOrigins.join(', ')}, put this there</span>
          <textarea readonly rows={3}>
            {frame}
          </textarea>
        </label>
      ) : (
        <p class="hint">To show it on your own site, name the site under Edit first.</p>
      )}
    </section>
  );
};

const Answers = ({ answers, visit }: ReportProps) => (
  <section aria-labelledby="answers">
    <h2 id="answers">Latest answers</h2>
    {answers.length === 0 ? (
      <p class="empty">Nobody has answered yet.</p>
    ) : (
      <ul class="examples">
        {answers.map((answer) => (
          <li key={answer.externalId}>
            <p class="example-head">
              <strong>{answer.score}</strong>{' '}
              <Moment at={answer.answeredAt} timeZone={visit.workspace.timeZone} />
              {answer.isInvited && <span>invited</span>}
              {answer.mayQuote && <span>may be quoted</span>}
            </p>
            {answer.comment && (
              <p class="example-text" dir="auto">
                {answer.mentionId === undefined ? (
                  answer.comment
                ) : (
                  <a href={`/mentions/${answer.mentionId}`}>{answer.comment}</a>
                )}
              </p>
            )}
          </li>
        ))}
      </ul>
    )}
    {visit.can('read') && answers.length > 0 && <CommentsHint />}
  </section>
);

const CommentsHint = () => (
  <p class="hint">Comments are in the feed, with their label and the reason for it.</p>
);
