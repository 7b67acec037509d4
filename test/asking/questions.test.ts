import { expect, test } from 'vitest';
import { asksForAnswer, questionsIn } from '../../src/asking/questions.ts';

const asked = [
  ['en', 'Nice shop. Do you open on Sundays? I hope so.', ['Do you open on Sundays?']],
  ['en', 'how long does delivery to Norway take', ['how long does delivery to Norway take']],
  ['en', 'Delivery to Norway: is that possible?', ['Delivery to Norway: is that possible?']],
  ['en', 'Who cares?', []],
  ['en', 'Are you kidding me?', []],
  ['en', 'You close at five?!', []],
  ['en', 'Why is it always late???', []],
  ['en', 'It is good, right?', []],
  ['en', 'The staff? Rude.', []],
  ['en', 'Really?', []],
  ['en', 'What a lovely shop', []],
  ['en', 'How nice the staff was.', []],
  ['en', 'When we arrived the shop was closed', []],
  ['de', 'Tolle App. Wann kommt die Version für das iPad? Danke!', ['Wann kommt die Version für das iPad?']],
  ['de', 'Gibt es das auch in Blau?', ['Gibt es das auch in Blau?']],
  ['de', 'Ist das euer Ernst?', []],
  ['de', 'Ganz gut, oder?', []],
  ['es', 'Muy bonito. ¿Cuándo abren en Madrid?', ['¿Cuándo abren en Madrid?']],
  ['es', '¿Es una broma?', []],
  ['fr', 'Est-ce que vous livrez en Belgique ?', ['Est-ce que vous livrez en Belgique ?']],
  ['fr', 'Que demander de plus ?', []],
  ['it', 'Quando riaprite il negozio di Torino?', ['Quando riaprite il negozio di Torino?']],
  ['it', 'Ma è uno scherzo?', []],
  ['nl', 'Hebben jullie ook glutenvrij brood?', ['Hebben jullie ook glutenvrij brood?']],
  ['nl', 'Lekker, toch?', []],
  ['pt', 'Vocês entregam em Lisboa?', ['Vocês entregam em Lisboa?']],
  ['pt', 'Até quando vamos esperar?', []],
  ['zh', '很好吃。周末开门吗？', ['周末开门吗？']],
  ['zh', '难道不应该道歉吗？', []],
  ['en', 'The food here? Terrible.', []],
  ['en', 'Delivery to Norway? Thanks!', ['Delivery to Norway?']],
  ['en', 'how to get there is a riddle. Not one sign.', []],
  ['en', 'How long does delivery take???', ['How long does delivery take???']],
  ['en', 'See https://example.com/?q=1&a=b for details', []],
  ['en', 'Is it https://example.com/shop?', ['Is it https://example.com/shop?']],
  ['nl', 'hoe lang duurt de levering naar België', ['hoe lang duurt de levering naar België']],
  ['it', 'quanto tempo ci vuole per la spedizione', ['quanto tempo ci vuole per la spedizione']],
  ['und', 'Do you open on Sundays?', ['Do you open on Sundays?']],
  ['sv', 'Har ni öppet på söndag?', ['Har ni öppet på söndag?']],
] as const;
for (const [language, text, expected] of asked) {
  test(`"${text}" (${language}) asks ${expected.length === 0 ? 'nothing' : `“${expected[0]}”`}`, () => {
    expect(questionsIn(text, language)).toEqual(expected);
  });
}

const wanting = [
  ['en', 'Do you open on Sundays?', true],
  ['de', 'Wann habt ihr am Donnerstag auf?', true],
  ['es', '¿Hace falta cita para el taller?', true],
  ['zh', '请问什么时候发货？', true],
  ['en', 'Can somebody please tell me where my parcel is', true],
  ['de', 'Bitte um Rückmeldung zu meiner Bestellung.', true],
  ['fr', 'Merci de me rappeler au plus vite.', true],
  ['es', 'Por favor, contesten a mis correos.', true],
  ['it', 'Attendo una risposta da due settimane.', true],
  ['pt', 'Aguardo retorno sobre o meu pedido.', true],
  ['nl', 'Graag een reactie op mijn mail.', true],
  ['en', 'Really?', false],
  ['en', 'Where is my order???!!', false],
  ['en', 'Great bike, what more could you want?', false],
  ['en', 'They asked me twice.', false],
  ['nl', 'Fijne winkel, wat wil je nog meer?', false],
] as const;
for (const [language, text, asks] of wanting) {
  test(`"${text}" ${asks ? 'wants' : 'does not want'} an answer`, () => {
    expect(asksForAnswer({ text, language })).toBe(asks);
  });
}

test('a question of the title counts, too', () => {
  expect(asksForAnswer({ title: 'When do you open?', text: 'See above.', language: 'en' })).toBe(true);
});

test('a text of a million letters that seems to plead and to ask is looked through in passing', () => {
  const text = 'please how can '.repeat(70_000);
  expect(asksForAnswer({ text, language: 'en' })).toBe(false);
});
