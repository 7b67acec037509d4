import { expect, test } from 'vitest';
import { loadClassifier } from '../../src/nlp/classifier.ts';

const classifier = await loadClassifier();
const languageOf = (text: string, lang?: string) =>
  classifier.classify(lang === undefined ? { text } : { text, lang }, { evidence: false }).lang;

const cases = [
  ['The delivery was late and nobody told us why.', 'en'],
  ['Das Essen war nicht gut, aber die Bedienung sehr nett.', 'de'],
  ["Le service n'était pas à la hauteur de nos attentes.", 'fr'],
  ['La comida estaba muy rica pero el servicio era lento.', 'es'],
  ['Il cibo era buono ma il servizio non è stato veloce.', 'it'],
  ['O produto não chegou e ninguém da loja respondeu ao meu e-mail.', 'pt'],
  ['Het eten was niet goed maar de bediening wel.', 'nl'],
  ['这家酒店的服务非常好', 'zh'],
  ['とても良いサービスでした', 'ja'],
  ['очень плохо', 'und'],
  ['12345 !!!', 'und'],
  ['Consegna veloce', 'it'],
  ['excellent', 'en'],
  ['Heeeerlijk geslapen in dit hotel', 'nl'],
  ['Bardzo dobry produkt, polecam wszystkim', 'pl'],
  ['Jättebra service och snabb leverans', 'sv'],
  ['Ürün çok kötü ve geç geldi', 'tr'],
] as const;
for (const [text, expected] of cases) {
  test(`"${text}" is ${expected}`, () => expect(languageOf(text)).toBe(expected));
}

test('a declared language holds where the text does not speak against it', () => {
  expect(languageOf('Super', 'de-AT')).toBe('de');
});

test('a declared language yields to a text that clearly contradicts it', () => {
  expect(languageOf('Das Essen war nicht gut und die Bedienung war sehr langsam.', 'en')).toBe('de');
});

test('"auto" leaves it to the text', () => {
  expect(languageOf('Das Essen war nicht gut.', 'auto')).toBe('de');
});

test('a language we do not have is unknown, never neutral', () => {
  const { label } = classifier.classify(
    { text: 'Bardzo dobry produkt, polecam wszystkim' },
    { evidence: false },
  );
  expect(label).toBe('unknown');
});
