import { describe, expect, test } from 'vitest';
import { loadClassifier } from '../../../src/nlp/classifier.ts';

const classifier = await loadClassifier();
const labelOf = (text: string, lang: string) =>
  classifier.classify({ text, lang }, { evidence: false }).label;

type Sentences = Readonly<Record<'positive' | 'neutral' | 'negative', readonly string[]>>;

/** The same wordings in every language: change over time, fear and hope, denials at the end, questions, roles. */
const LANGUAGES: Readonly<Record<string, Sentences>> = {
  de: {
    positive: [
      'Früher war die App schlecht, jetzt ist sie super.',
      'Ich dachte, es wäre schlecht, aber es ist gut.',
      'Ich hatte Zweifel, aber das Hotel ist wunderbar.',
      'Das Essen ist überhaupt nicht schlecht.',
      'Nicht nur schnell, sondern auch sehr freundlich.',
      'Obwohl das Zimmer klein ist, war der Aufenthalt wunderbar.',
      'Seit dem Update läuft alles perfekt.',
    ],
    neutral: [
      'Ist das Hotel gut?',
      'Kennt jemand einen guten Zahnarzt?',
      'Welches Handy ist das beste?',
      'Wann öffnet der Laden am Montag?',
      'Das Paket wurde am Dienstag verschickt.',
    ],
    negative: [
      'Früher war die App super, jetzt ist sie schlecht.',
      'Ich dachte, es wäre gut, aber es ist furchtbar.',
      'Ich hatte große Hoffnungen, aber das Hotel ist schrecklich.',
      'Das Essen, das wir gestern mit der ganzen Familie bestellt haben, war nicht gut.',
      'Warum ist die App so langsam?',
      'Das Zimmer war schön, aber der Service war furchtbar.',
      'Seit dem Update funktioniert nichts mehr.',
    ],
  },
  fr: {
    positive: [
      "Avant l'application était nulle, maintenant elle est géniale.",
      "Je pensais que ce serait mauvais, mais c'est excellent.",
      "J'avais des doutes, mais l'hôtel est magnifique.",
      "Le repas n'est pas mauvais du tout.",
      'Non seulement rapide, mais aussi très aimable.',
      'Bien que la chambre soit petite, le séjour était merveilleux.',
      'Depuis la mise à jour tout marche parfaitement.',
    ],
    neutral: [
      "Est-ce que l'hôtel est bien ?",
      'Quelqu’un connaît un bon dentiste ?',
      'Où se trouve le meilleur hôtel ?',
      'Le magasin ouvre à neuf heures lundi.',
      'Le colis a été expédié mardi.',
    ],
    negative: [
      "Avant l'application était géniale, maintenant elle est nulle.",
      "Je pensais que ce serait bien, mais c'est horrible.",
      "J'avais de grands espoirs, mais l'hôtel est affreux.",
      "Le repas que nous avons commandé hier pour toute la famille n'était pas bon.",
      "Pourquoi l'application est-elle si lente ?",
      'La chambre était belle, mais le service était horrible.',
      'Depuis la mise à jour plus rien ne marche.',
    ],
  },
  es: {
    positive: [
      'Antes la aplicación era mala, ahora es genial.',
      'Pensaba que sería malo, pero es excelente.',
      'Tenía dudas, pero el hotel es maravilloso.',
      'La comida no está nada mal.',
      'No solo rápido, sino también muy amable.',
      'Aunque la habitación es pequeña, la estancia fue maravillosa.',
      'Desde la actualización todo funciona perfecto.',
    ],
    neutral: [
      '¿Es bueno el hotel?',
      '¿Alguien conoce un buen dentista?',
      '¿Cuál es el mejor móvil?',
      'La tienda abre el lunes a las nueve.',
      'El paquete se envió el martes.',
    ],
    negative: [
      'Antes la aplicación era genial, ahora es mala.',
      'Pensaba que sería bueno, pero es horrible.',
      'Tenía grandes esperanzas, pero el hotel es terrible.',
      'La comida que pedimos ayer para toda la familia no estaba buena.',
      '¿Por qué es tan lenta la aplicación?',
      'La habitación era bonita, pero el servicio fue horrible.',
      'Desde la actualización ya no funciona nada.',
    ],
  },
  it: {
    positive: [
      "Prima l'app era pessima, adesso è fantastica.",
      'Pensavo che fosse brutto, ma è ottimo.',
      "Avevo dei dubbi, ma l'hotel è meraviglioso.",
      'Il cibo non è affatto male.',
      'Non solo veloce, ma anche molto gentile.',
      'Anche se la camera è piccola, il soggiorno è stato meraviglioso.',
      "Dopo l'aggiornamento funziona tutto perfettamente.",
    ],
    neutral: [
      "È buono l'hotel?",
      'Qualcuno conosce un bravo dentista?',
      'Quale telefono è il migliore?',
      'Il negozio apre lunedì alle nove.',
      'Il pacco è stato spedito martedì.',
    ],
    negative: [
      "Prima l'app era fantastica, adesso è pessima.",
      'Pensavo che fosse buono, ma è orribile.',
      "Avevo grandi aspettative, ma l'hotel è terribile.",
      'Il cibo che abbiamo ordinato ieri per tutta la famiglia non era buono.',
      "Perché l'app è così lenta?",
      'La camera era bella, ma il servizio era orribile.',
      "Dopo l'aggiornamento non funziona più niente.",
    ],
  },
  pt: {
    positive: [
      'Antes o aplicativo era ruim, agora é ótimo.',
      'Achei que seria ruim, mas é excelente.',
      'Eu tinha dúvidas, mas o hotel é maravilhoso.',
      'A comida não é nada ruim.',
      'Não só rápido, mas também muito gentil.',
      'Embora o quarto seja pequeno, a estadia foi maravilhosa.',
      'Depois da atualização tudo funciona perfeitamente.',
    ],
    neutral: [
      'O hotel é bom?',
      'Alguém conhece um bom dentista?',
      'Qual é o melhor celular?',
      'A loja abre segunda-feira às nove.',
      'O pacote foi enviado na terça-feira.',
    ],
    negative: [
      'Antes o aplicativo era ótimo, agora é ruim.',
      'Achei que seria bom, mas é horrível.',
      'Eu tinha grandes esperanças, mas o hotel é terrível.',
      'A comida que pedimos ontem para toda a família não estava boa.',
      'Por que o aplicativo é tão lento?',
      'O quarto era bonito, mas o atendimento foi horrível.',
      'Depois da atualização nada mais funciona.',
    ],
  },
  nl: {
    positive: [
      'Vroeger was de app slecht, nu is hij geweldig.',
      'Ik dacht dat het slecht zou zijn, maar het is goed.',
      'Ik had mijn twijfels, maar het hotel is prachtig.',
      'Het eten is helemaal niet slecht.',
      'Niet alleen snel, maar ook heel vriendelijk.',
      'Hoewel de kamer klein is, was het verblijf geweldig.',
      'Sinds de update werkt alles perfect.',
    ],
    neutral: [
      'Is het hotel goed?',
      'Kent iemand een goede tandarts?',
      'Welke telefoon is de beste?',
      'De winkel gaat maandag om negen uur open.',
      'Het pakket is dinsdag verstuurd.',
    ],
    negative: [
      'Vroeger was de app geweldig, nu is hij slecht.',
      'Ik dacht dat het goed zou zijn, maar het is verschrikkelijk.',
      'Ik had hoge verwachtingen, maar het hotel is vreselijk.',
      'Het eten dat we gisteren voor de hele familie hebben besteld was niet goed.',
      'Waarom is de app zo traag?',
      'De kamer was mooi, maar de service was verschrikkelijk.',
      'Sinds de update werkt niets meer.',
    ],
  },
  zh: {
    positive: [
      '以前这个软件很差，现在非常好用。',
      '我以为会很差，但是其实很好。',
      '本来有点担心，但是酒店非常棒。',
      '饭菜一点也不差。',
      '不仅速度快，而且态度很好。',
      '虽然房间有点小，但是住得很舒服。',
      '更新之后一切都很好用。',
    ],
    neutral: [
      '酒店好吗？',
      '有人知道好的牙医吗？',
      '哪个手机最好？',
      '商店星期一九点开门。',
      '包裹星期二寄出了。',
    ],
    negative: [
      '以前这个软件很好用，现在非常差。',
      '我以为会很好，但是其实很差。',
      '本来期望很高，但是酒店太差了。',
      '昨天给全家点的饭菜不好吃。',
      '为什么这个软件这么慢？',
      '房间很漂亮，但是服务太差了。',
      '更新之后什么都用不了了。',
    ],
  },
};

for (const [lang, sentences] of Object.entries(LANGUAGES)) {
  describe(lang, () => {
    for (const [label, texts] of Object.entries(sentences)) {
      for (const text of texts) test(`"${text}" is ${label}`, () => expect(labelOf(text, lang)).toBe(label));
    }
  });
}

/** Who did it says nothing about what it was like. */
const SWAPPED: Readonly<Record<string, readonly (readonly [string, readonly string[]])[]>> = {
  de: [
    [
      '{} war sehr nett zu uns.',
      ['Der türkische Arzt', 'Der deutsche Arzt', 'Die Ärztin', 'Mohammed', 'Anna'],
    ],
    ['{} war furchtbar.', ['Der polnische Fahrer', 'Der deutsche Fahrer', 'Die Fahrerin', 'Wei', 'Peter']],
  ],
  fr: [
    ['{} était très gentil avec nous.', ['Le médecin algérien', 'Le médecin français', 'Mohammed', 'Pierre']],
    ['{} était horrible.', ['Le chauffeur marocain', 'Le chauffeur belge', 'Fatima', 'Marie']],
  ],
  es: [
    ['{} fue muy amable.', ['El médico mexicano', 'El médico español', 'La doctora', 'Mohamed', 'Lucía']],
    ['{} fue horrible.', ['El conductor rumano', 'El conductor español', 'Wei', 'Carmen']],
  ],
  it: [
    ['{} è stato molto gentile.', ['Il medico albanese', 'Il medico italiano', 'Mohamed', 'Luca']],
    ['{} è stato orribile.', ["L'autista romeno", "L'autista italiano", 'Wei', 'Marco']],
  ],
  pt: [
    ['{} foi muito gentil.', ['O médico angolano', 'O médico português', 'Mohamed', 'João']],
    ['{} foi horrível.', ['O motorista cubano', 'O motorista brasileiro', 'Wei', 'Pedro']],
  ],
  nl: [
    ['{} was heel vriendelijk.', ['De Turkse arts', 'De Nederlandse arts', 'Mohammed', 'Anna']],
    ['{} was verschrikkelijk.', ['De Poolse chauffeur', 'De Nederlandse chauffeur', 'Wei', 'Jan']],
  ],
  zh: [
    ['{}对我们很好。', ['日本医生', '中国医生', '女医生', '小王', '阿里']],
    ['{}的态度太差了。', ['外国司机', '中国司机', '女司机', '老李', '安娜']],
  ],
};

for (const [lang, swaps] of Object.entries(SWAPPED)) {
  for (const [frame, people] of swaps) {
    test(`"${frame}" is the same of everybody (${lang})`, () => {
      const labels = people.map((person) => labelOf(frame.replace('{}', person), lang));
      expect(labels).toEqual(people.map(() => labels[0]));
      expect(labels[0]).not.toBe('neutral');
    });
  }
}
