import { FORM_LANGUAGES, type FormLanguage, type OwnWords } from '../../domain/survey/survey.ts';
import type { DestinationRow } from '../../store/destinations.ts';
import type { SurveyRow } from '../../store/surveys.ts';
import type { LocationRow } from '../../store/workspace.ts';
import { CsrfField } from '../parts/csrf-field.tsx';
import { languageName } from '../parts/wording.ts';
import type { Visit } from './visit.ts';

/** What was typed, right or wrong. */
export interface SurveyDraft {
  readonly name: string;
  readonly kind: string;
  readonly languages: readonly string[];
  readonly ownWords: Readonly<Partial<Record<FormLanguage, OwnWords>>>;
  readonly asksWhy: boolean;
  readonly asksToQuote: boolean;
  readonly touchpoint?: string | undefined;
  readonly location?: string | undefined;
  readonly product?: string | undefined;
  readonly frameOrigins: readonly string[];
  readonly isOpen: boolean;
  readonly destinationId?: number | undefined;
  readonly delayMinutes: number;
  readonly reminderDays?: number | undefined;
}

interface Props {
  readonly visit: Visit;
  readonly title: string;
  readonly survey?: SurveyRow | undefined;
  readonly draft: SurveyDraft;
  readonly mistake?: string | undefined;
  readonly destinations: readonly DestinationRow[];
  readonly locations: readonly LocationRow[];
}

const KINDS = {
  nps: 'NPS: would you recommend us? (0–10)',
  csat: 'CSAT: how satisfied are you? (1–5)',
  ces: 'CES: was it easy? (1–7)',
} as const;

export const SurveyForm = (props: Props) => {
  const { visit, title, survey, draft, mistake } = props;
  return (
    <div class="narrow">
      <p class="way-back">
        <a href={survey ? `/surveys/${survey.id}` : '/surveys'}>{survey ? survey.name : 'Surveys'}</a>
      </p>
      <h1>{title}</h1>
      {mistake && (
        <p class="mistake" role="alert">
          {mistake}
        </p>
      )}
      <form method="post" action={survey ? `/surveys/${survey.id}` : '/surveys'} class="stacked">
        <CsrfField visit={visit} />
        <label class="field">
          <span>Name</span>
          <input name="name" value={draft.name} maxlength={120} required autocomplete="off" />
          <small>Only your team sees it.</small>
        </label>
        {survey ? (
          <p>{KINDS[survey.kind]}</p>
        ) : (
          <label class="field">
            <span>Asks for</span>
            <select name="kind">
              {Object.entries(KINDS).map(([kind, words]) => (
                <option key={kind} value={kind} selected={kind === draft.kind}>
                  {words}
                </option>
              ))}
            </select>
            <small>It stays: answers on two scales would be no number.</small>
          </label>
        )}
        <About draft={draft} locations={props.locations} />
        <Spoken draft={draft} />
        <Shown draft={draft} />
        <Inviting draft={draft} destinations={props.destinations} />
        <p class="deeds">
          <button type="submit">{survey ? 'Save the changes' : 'Make the survey'}</button>
        </p>
      </form>
    </div>
  );
};

const Tick = ({ name, isOn, label, hint }: { name: string; isOn: boolean; label: string; hint?: string }) => (
  <div class="field">
    <label for={`tick-${name}`}>
      <input id={`tick-${name}`} type="checkbox" name={name} value="yes" checked={isOn} /> {label}
    </label>
    {hint && <small>{hint}</small>}
  </div>
);

const About = ({ draft, locations }: { draft: SurveyDraft; locations: readonly LocationRow[] }) => (
  <>
    <label class="field">
      <span>Touchpoint</span>
      <input name="touchpoint" value={draft.touchpoint ?? ''} maxlength={200} list="touchpoints" />
      <small>Where in the journey it asks: buy, receive, use, get help, renew.</small>
    </label>
    <datalist id="touchpoints">
      {['discover', 'buy', 'receive', 'use', 'get help', 'renew'].map((touchpoint) => (
        <option key={touchpoint} value={touchpoint} />
      ))}
    </datalist>
    {locations.length > 0 && (
      <label class="field">
        <span>Location</span>
        <select name="location">
          <option value="">all, or as the invitation says</option>
          {locations.map(({ code, name }) => (
            <option key={code} value={code} selected={code === draft.location}>
              {name}
            </option>
          ))}
        </select>
      </label>
    )}
    <label class="field">
      <span>Product</span>
      <input name="product" value={draft.product ?? ''} maxlength={200} />
    </label>
    <Tick name="why" isOn={draft.asksWhy} label="Ask for the reason" hint="The answer becomes a mention." />
    <Tick
      name="quote"
      isOn={draft.asksToQuote}
      label="Ask whether the words may be shown in public"
      hint="Only such comments are offered as quotes."
    />
  </>
);

const Spoken = ({ draft }: { draft: SurveyDraft }) => (
  <>
    <fieldset class="field">
      <legend>Languages</legend>
      {FORM_LANGUAGES.map((language) => (
        <label key={language}>
          <input
            type="checkbox"
            name="languages"
            value={language}
            checked={draft.languages.includes(language)}
          />{' '}
          {languageName(language)}
        </label>
      ))}
      <small>Visitors see theirs; where it is not among them, the first one.</small>
    </fieldset>
    <details>
      <summary>Your own words</summary>
      <p class="explained">What is left empty is said in ours. {'{company}'} is your company’s name.</p>
      {FORM_LANGUAGES.map((language) => (
        <fieldset key={language} class="stacked">
          <legend>{languageName(language)}</legend>
          <OwnField
            name={`question-${language}`}
            label="Question"
            value={draft.ownWords[language]?.question}
          />
          <OwnField
            name={`follow-up-${language}`}
            label="Reason"
            value={draft.ownWords[language]?.followUp}
          />
          <OwnField name={`thanks-${language}`} label="Thanks" value={draft.ownWords[language]?.thanks} />
        </fieldset>
      ))}
    </details>
  </>
);

const OwnField = ({ name, label, value }: { name: string; label: string; value: string | undefined }) => (
  <label class="field">
    <span>{label}</span>
    <input name={name} value={value ?? ''} maxlength={500} dir="auto" />
  </label>
);

const Shown = ({ draft }: { draft: SurveyDraft }) => (
  <>
    <label class="field">
      <span>Sites that may show it in a frame</span>
      <textarea name="frames" rows={2} placeholder="https://shop.example">
        {draft.frameOrigins.join('\n')}
      </textarea>
      <small>One a line, as https://shop.example. Left empty: none.</small>
    </label>
    <Tick name="open" isOn={draft.isOpen} label="Takes answers" />
  </>
);

const Inviting = ({
  draft,
  destinations,
}: {
  draft: SurveyDraft;
  destinations: readonly DestinationRow[];
}) => (
  <>
    <h2>Invitations</h2>
    <label class="field">
      <span>Sent by</span>
      <select name="destination">
        <option value="">nobody is invited</option>
        {destinations.map(({ id, name }) => (
          <option key={id} value={id} selected={id === draft.destinationId}>
            {name}
          </option>
        ))}
      </select>
      <small>
        The mail server and sender of a <a href="/settings/destinations">mail destination</a>; its own
        receiver gets no copy.
      </small>
    </label>
    <label class="field">
      <span>Hours to wait before asking</span>
      <input name="delay" type="number" min="0" step="any" value={draft.delayMinutes / 60} />
    </label>
    <label class="field">
      <span>Days until one reminder</span>
      <input name="reminder" type="number" min="1" max="60" value={draft.reminderDays ?? ''} />
      <small>Left empty: none. Who has answered gets none.</small>
    </label>
  </>
);
