import type { SurveyWords } from './survey-words.ts';

export default {
  nps: {
    question:
      'Wie wahrscheinlich ist es, dass Sie {company} im Freundes- oder Kollegenkreis weiterempfehlen?',
    low: 'sehr unwahrscheinlich',
    high: 'sehr wahrscheinlich',
  },
  csat: {
    question: 'Wie zufrieden sind Sie mit {company}?',
    low: 'sehr unzufrieden',
    high: 'sehr zufrieden',
  },
  ces: {
    question: '{company} hat es mir leicht gemacht, mein Anliegen zu erledigen.',
    low: 'stimme gar nicht zu',
    high: 'stimme voll und ganz zu',
  },
  followUp: 'Was ist der wichtigste Grund für Ihre Bewertung?',
  mayBeEmpty: 'kann leer bleiben',
  mayQuote: '{company} darf meine Worte öffentlich zeigen, ohne meinen Namen.',
  send: 'Antwort senden',
  chooseScore: 'Bitte wählen Sie eine Zahl.',
  chosen: 'Sie haben {score} gewählt. Senden Sie die Antwort ab, oder wählen Sie eine andere Zahl.',
  noted: 'Ihre Bewertung ist notiert. Verraten Sie uns, warum?',
  thanks: 'Vielen Dank, Ihre Antwort ist angekommen.',
  changeMind: 'Wenn Sie das Formular noch einmal senden, gilt die neue Antwort.',
  closed: 'Diese Umfrage ist beendet. Danke, dass Sie vorbeigeschaut haben.',
  ranOut: 'Dieser Link ist abgelaufen.',
  tooMany:
    'Von Ihrem Anschluss kamen zu viele Antworten. Bitte versuchen Sie es in einigen Minuten noch einmal.',
  language: 'Sprache',
  mail: {
    subject: 'Eine Frage von {company}',
    reminder: 'Zur Erinnerung: eine Frage von {company}',
    greeting: 'Guten Tag {name},',
    greetingPlain: 'Guten Tag,',
    intro: 'wir möchten wissen, wie wir uns machen. Ein Klick auf eine Zahl und einer auf der Seite genügen.',
    choose: 'Wählen Sie eine Zahl:',
    page: 'Die Frage im Browser öffnen',
    why: 'Sie bekommen diese Nachricht, weil Sie mit {company} in Kontakt sind. Sie stellt eine Frage und verfolgt niemanden: Sie enthält weder Bilder noch Zählpixel.',
    leave: 'Keine Umfragen mehr von {company}',
  },
  left: 'Sie bekommen keine Umfragen mehr von {company}.',
  leaveQuestion: 'Keine Umfragen mehr von {company}?',
  leaveButton: 'Keine Umfragen mehr',
} satisfies SurveyWords;
