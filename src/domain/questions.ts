/*
 * Whether a text asks somebody to answer: a question sentence, or a plea for help in so many words. A question mark
 * in an address, one put behind a sneer ("Seriously?", "Really?!") or a question the text answers itself is none.
 */

export function asksForAnswer({ title = '', text }: { title?: string | undefined; text: string }): boolean {
  const said = `${title}\n${text}`.replace(/\bhttps?:\/\/\S+/giu, ' ');
  return PLEAS.test(said) || sentencesOf(said).some(isQuestion);
}

/** Sentences with their closing marks. */
const sentencesOf = (said: string): string[] => said.match(/[^.!?。！？؟\n]+[.!?。！？؟]*/gu) ?? [];

function isQuestion(sentence: string): boolean {
  const body = sentence.trim();
  // "?!" and "??!" are outcries.
  if (!/[?？؟]+["”»)\]]?\s*$/u.test(body) && !/[?？؟]$/u.test(body)) return false;
  if (/[!！]/u.test(body)) return false;
  if (RHETORICAL.test(body)) return false;
  // A word or two before the mark ("Really?") is seldom a question to us; writing without spaces counts by letters.
  const words = body.match(/[\p{L}\p{N}]+/gu) ?? [];
  return words.length >= 3 || (/[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}]/u.test(body) && body.length >= 5);
}

const RHETORICAL = new RegExp(
  [
    'who cares',
    'why bother',
    'what (?:more|else) (?:can|could|do|would)',
    "what(?:’|')?s not to (?:like|love)",
    'are you (?:kidding|serious|joking)',
    'how hard (?:can|is)',
    'was will man mehr',
    'que demander de plus',
    'qué más (?:se )?puede',
    'cosa (?:si )?(?:può )?(?:volere|chiedere) di più',
    'o que mais',
    'wat wil je nog meer',
  ].join('|'),
  'iu',
);

const PLEAS = new RegExp(
  [
    // English
    '\\b(?:please|pls|plz)\\b[^.!?\\n]{0,40}\\b(?:help|reply|respond|answer|call|contact|fix|advise|tell me)\\b',
    '\\b(?:can|could|will|would) (?:someone|somebody|anyone|anybody|you)\\b[^.!?\\n]{0,60}\\b(?:help|tell|explain|reply|respond|call|contact|check|look)\\b',
    '\\b(?:i need|need some|need) help\\b',
    '\\bdoes (?:anyone|anybody) know\\b',
    // German
    '\\bbitte\\b[^.!?\\n]{0,40}\\b(?:helfen|helft|melden|meldet|antworten|antwortet|rückmeldung|hilfe)\\b',
    '\\bbitte um (?:hilfe|rückmeldung|antwort|rückruf)\\b',
    '\\bkann mir (?:jemand|wer|einer)\\b',
    '\\bweiß (?:jemand|wer)\\b',
    // French
    "\\bpouvez-vous (?:m’|m'|me |nous )",
    '\\bmerci de (?:me |nous )?(?:répondre|rappeler|recontacter|contacter|rembourser)\\b',
    "\\bquelqu(?:’|')un (?:peut|pourrait|sait)\\b",
    // Spanish
    '\\b¿?alguien (?:puede|sabe|podría|me puede)\\b',
    '\\bpor favor\\b[^.!?\\n]{0,40}\\b(?:ayud\\w*|contest\\w*|respond\\w*|llam\\w*|contact\\w*)',
    // Italian
    '\\bqualcuno (?:può|sa|potrebbe|mi può)\\b',
    '\\bper favore\\b[^.!?\\n]{0,40}\\b(?:aiut\\w*|rispond\\w*|contatt\\w*|chiam\\w*)',
    // Portuguese
    '\\balguém (?:pode|sabe|poderia|me pode)\\b',
    // Dutch
    '\\b(?:kan|weet) iemand\\b',
    '\\bgraag (?:een )?(?:reactie|antwoord|hulp)\\b',
    // Chinese
    '请问|求助|请尽快(?:回复|联系|处理)|麻烦(?:回复|联系|处理)|怎么办',
  ].join('|'),
  'iu',
);
