import { RISKS, type Risk } from '../domain/classification.ts';
import { readChannels } from './channels.ts';
import { emptyEntry, type Lexicon, MODIFIER_KINDS, type ModifierKind } from './entry.ts';
import { formsOf, readForms } from './forms.ts';
import { type Builder, lexiconBuilder } from './lexicon-builder.ts';
import { type LexiconFiles, numberIn, parseTable, smallWords } from './lexicon-files.ts';
import { addDomains } from './overlay.ts';
import type { Tokenizer } from './tokens.ts';

const VALENCES = { min: -4, max: 4 };

/** @throws Error naming file, line and cell when a file is not as lexicons/README.md describes. */
export function compileLexicon(files: LexiconFiles, symbols: string, tokenizer: Tokenizer): Lexicon {
  const builder = lexiconBuilder(files, tokenizer);
  addSymbols(builder, symbols);
  addValences(builder);
  addModifiers(builder);
  addNegations(builder);
  addContrasts(builder);
  addIdioms(builder);
  addAspects(builder);
  addRisks(builder);
  addEmotions(builder);
  addUndertones(builder);
  addLearned(builder);
  addDomains(builder);
  if (files.contents.has('cuts.tsv')) nameInside(builder);
  const { entries, followers } = builder;
  return { language: files.language, entries, followers, channels: readChannels(files) };
}

function addSymbols(builder: Builder, symbols: string): void {
  for (const row of parseTable(symbols, ['symbol', 'valence', 'origin'], 'lexicons/emoji.tsv')) {
    const symbol = String(row['symbol']);
    const entry = emptyEntry();
    entry.valence = numberIn(row, 'valence', VALENCES, 'lexicons/emoji.tsv');
    entry.origin = String(row['origin']);
    entry.symbol = true;
    builder.entries.set(symbol, entry);
  }
}

function addValences(builder: Builder): void {
  const file = builder.path('valence.tsv');
  const forms = readForms(builder.rows('forms.tsv', ['rule', 'cut', 'endings']));
  const rows = builder.rows('valence.tsv', ['word', 'valence', 'origin']);
  const written = new Set(rows.map((row) => String(row['word'])));
  for (const row of rows) {
    const valence = numberIn(row, 'valence', VALENCES, file);
    const word = String(row['word']);
    for (const form of formsOf(word, String(row['forms'] ?? ''), forms, `${file} line ${row.line}`)) {
      // A form that has its own row keeps that row's charge.
      if (form !== word && written.has(form)) continue;
      const entry = builder.entry(form);
      entry.valence = valence;
      entry.origin = String(row['origin']);
    }
  }
}

function addModifiers(builder: Builder): void {
  const file = builder.path('modifiers.tsv');
  for (const row of builder.rows('modifiers.tsv', ['phrase', 'kind', 'factor', 'origin'])) {
    const kind = String(row['kind']);
    if (!MODIFIER_KINDS.some((known) => known === kind)) {
      throw new Error(
        `${file} line ${row.line}: expected one of ${MODIFIER_KINDS.join(', ')}, found "${kind}".`,
      );
    }
    const entry = builder.entry(String(row['phrase']));
    entry.modifier = kind as ModifierKind;
    entry.factor = numberIn(row, 'factor', { min: -2, max: 3 }, file);
  }
}

/** One negation a line, in front of it what else it does; see lexicons/README.md. */
function addNegations(builder: Builder): void {
  for (const line of builder.list('negations.txt')) {
    const entry = builder.entry(line.replace(/^(?:after|through|across) /, ''));
    entry.negates = true;
    if (line.startsWith('after ')) entry.deniesBefore = true;
    if (line.startsWith('through ')) entry.deniesFar = true;
    if (line.startsWith('across ')) entry.deniesClause = true;
  }
}

/** Each line says whether what follows counts more or less, then the word: "more but", "less although". */
function addContrasts(builder: Builder): void {
  for (const line of builder.list('contrasts.txt')) {
    const space = line.indexOf(' ');
    const contrast = line.slice(0, space);
    if (contrast !== 'more' && contrast !== 'less') {
      throw new Error(`${builder.path('contrasts.txt')}: expected "more …" or "less …", found "${line}".`);
    }
    builder.entry(line.slice(space + 1)).contrast = contrast;
  }
}

function addIdioms(builder: Builder): void {
  const file = builder.path('idioms.tsv');
  for (const row of builder.rows('idioms.tsv', ['phrase', 'valence', 'origin'])) {
    const phrase = String(row['phrase']);
    const entry = builder.entry(phrase);
    entry.valence = numberIn(row, 'valence', VALENCES, file);
    entry.idiom = true;
    entry.holdsDenial =
      phrase.includes(' ') && phrase.split(' ').some((word) => builder.entries.get(word)?.negates);
    entry.origin = String(row['origin']);
  }
}

function addAspects(builder: Builder): void {
  for (const row of builder.rows('aspects.tsv', ['phrase', 'aspect', 'origin'])) {
    builder.nameAspect(String(row['phrase']), String(row['aspect']));
  }
}

function addRisks(builder: Builder): void {
  for (const [phrase, risk] of risksIn(builder)) builder.nameRisk(phrase, risk);
}

function risksIn(builder: Builder): [string, Risk][] {
  const file = builder.path('risks.tsv');
  return builder.rows('risks.tsv', ['phrase', 'risk', 'origin']).map((row) => {
    const risk = RISKS.find((known) => known === row['risk']);
    if (!risk) {
      throw new Error(
        `${file} line ${row.line}: expected one of ${RISKS.join(', ')}, found "${row['risk']}".`,
      );
    }
    return [String(row['phrase']), risk];
  });
}

/** A phrase that stays in one piece names what the words inside it name: 味道不错 speaks of 味道. */
function nameInside(builder: Builder): void {
  const aspects = new Map<string, string>();
  for (const [word, { aspect }] of builder.entries) if (aspect) aspects.set(word, aspect);
  const risks = new Map(risksIn(builder));
  for (const [phrase, entry] of builder.entries) {
    if (phrase.length <= 2) continue;
    entry.aspect ??= namedInside(phrase, aspects, LONGEST_ASPECT);
    entry.risk ??= namedInside(phrase, risks, LONGEST_RISK);
  }
}

const LONGEST_ASPECT = 4;
const LONGEST_RISK = 6;

function namedInside<Name>(
  phrase: string,
  names: ReadonlyMap<string, Name>,
  longest: number,
): Name | undefined {
  for (let size = Math.min(longest, phrase.length - 1); size > 1; size -= 1) {
    for (let at = 0; at + size <= phrase.length; at += 1) {
      const name = names.get(phrase.slice(at, at + size));
      if (name) return name;
    }
  }
  return undefined;
}

function addEmotions(builder: Builder): void {
  const file = builder.path('emotions.tsv');
  for (const row of builder.rows('emotions.tsv', ['phrase', 'axis', 'intensity', 'origin'])) {
    const entry = builder.entry(String(row['phrase']));
    const intensity = numberIn(row, 'intensity', { min: -1, max: 1 }, file);
    entry.emotions = [...entry.emotions, { axis: String(row['axis']), intensity }];
    if (entry.origin === '') entry.origin = String(row['origin']);
  }
}

/** undertones.tsv: what small words hint at, set by hand where nothing is learned. */
function addUndertones(builder: Builder): void {
  const file = builder.path('undertones.tsv');
  for (const row of builder.rows('undertones.tsv', ['word', 'undertone', 'origin'])) {
    const entry = emptyEntry();
    entry.undertone = numberIn(row, 'undertone', VALENCES, file);
    entry.isSmall = true;
    entry.origin = String(row['origin']);
    builder.lean(String(row['word']), entry);
  }
}

/**
 * learned.tsv: a word that is charged already gets its learned valence; every other word or phrase leans the text
 * a little without being touched by boosters. Its phrases are written as the text is cut (do n't).
 */
function addLearned(builder: Builder): void {
  const file = builder.path('learned.tsv');
  const small = smallWords(builder.files);
  for (const row of builder.rows('learned.tsv', [
    'phrase',
    'valence',
    'plain',
    'undertone',
    'count',
    'origin',
  ])) {
    const phrase = String(row['phrase']);
    const valence = numberIn(row, 'valence', VALENCES, file);
    const plain = numberIn(row, 'plain', VALENCES, file);
    const known = builder.charged(phrase);
    if (known) {
      known.valence = valence;
      known.plain = plain;
      known.origin = String(row['origin']);
    } else {
      const entry = emptyEntry();
      entry.valence = valence;
      entry.plain = plain;
      entry.undertone = numberIn(row, 'undertone', VALENCES, file);
      entry.isSmall = phrase.split(' ').every((word) => small.has(word));
      entry.origin = String(row['origin']);
      builder.lean(phrase, entry);
    }
  }
}
