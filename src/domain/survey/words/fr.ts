import type { SurveyWords } from './survey-words.ts';

export default {
  nps: {
    question: 'Quelle est la probabilité que vous recommandiez {company} à un ami ou à un collègue ?',
    low: 'pas du tout probable',
    high: 'très probable',
  },
  csat: {
    question: 'Dans quelle mesure êtes-vous satisfait de {company} ?',
    low: 'très insatisfait',
    high: 'très satisfait',
  },
  ces: {
    question: '{company} m’a permis d’obtenir facilement ce que je voulais.',
    low: 'pas du tout d’accord',
    high: 'tout à fait d’accord',
  },
  followUp: 'Quelle est la raison principale de votre note ?',
  mayBeEmpty: 'facultatif',
  mayQuote: '{company} peut montrer mes mots en public, sans mon nom.',
  send: 'Envoyer la réponse',
  chooseScore: 'Choisissez une note.',
  chosen: 'Vous avez choisi {score}. Envoyez la réponse ou choisissez une autre note.',
  noted: 'Votre note est enregistrée. Nous direz-vous pourquoi ?',
  thanks: 'Merci, votre réponse est arrivée.',
  changeMind: 'Pour la changer, envoyez à nouveau le formulaire.',
  closed: 'Cette enquête est terminée. Merci de votre visite.',
  ranOut: 'Ce lien a expiré.',
  tooMany: 'Trop de réponses sont venues de votre connexion. Réessayez dans quelques minutes.',
  language: 'Langue',
  mail: {
    subject: 'Une question de {company}',
    reminder: 'Rappel : une question de {company}',
    greeting: 'Bonjour {name},',
    greetingPlain: 'Bonjour,',
    intro:
      'nous aimerions savoir ce que vous pensez de nous. Un clic sur un chiffre et un autre sur la page suffisent.',
    choose: 'Choisissez un chiffre :',
    page: 'Ouvrir la question dans le navigateur',
    why: 'Vous recevez ce message parce que vous êtes en contact avec {company}. Il pose une question et ne suit personne : il ne contient ni image ni traceur.',
    leave: 'Plus d’enquêtes de {company}',
  },
  left: 'Vous ne recevrez plus d’enquêtes de {company}.',
  leaveQuestion: 'Plus d’enquêtes de {company} ?',
  leaveButton: 'Plus d’enquêtes',
} satisfies SurveyWords;
