import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { LANGUAGES } from '../../src/demo/catalogue.ts';
import { sampleMentions } from '../../src/demo/mentions.ts';
import { SAMPLE_PROMISES } from '../../src/demo/promises.ts';
import { SAMPLE_SAVED_REPLIES } from '../../src/demo/saved-replies.ts';
import { stars } from '../../src/domain/mention.ts';
import { REPLY_VARIABLES, variablesIn } from '../../src/domain/reply-variables.ts';
import { fittingReplies, type SavedReply } from '../../src/domain/saved-reply.ts';
import { loadClassifier } from '../../src/nlp/classifier.ts';
import { openSample } from '../../src/sample.ts';
import { listPromises } from '../../src/store/promises.ts';
import { listSavedReplies } from '../../src/store/saved-replies.ts';
import { keepSavedReply } from '../../src/web/deeds/saved-replies.ts';
import { LOCAL_OPERATOR } from '../../src/web/principal.ts';
import { openWebHouse, type WebHouse } from '../web/api/web-house.ts';

describe('the saved replies of the sample company', () => {
  test('are there for the same occasions in each of its languages, in several wordings', () => {
    const occasionsIn = (language: string) =>
      SAMPLE_SAVED_REPLIES.filter((one) => one.language === language).map(({ label, aspect, starsTo }) => ({
        label,
        aspect,
        starsTo,
      }));
    for (const language of LANGUAGES) expect(occasionsIn(language)).toEqual(occasionsIn('en'));
    expect(occasionsIn('en')).toHaveLength(4);
    for (const { name, variants } of SAMPLE_SAVED_REPLIES) {
      expect(new Set(variants).size, name).toBeGreaterThanOrEqual(2);
      for (const variable of variants.flatMap(variablesIn)) {
        expect(Object.keys(REPLY_VARIABLES), name).toContain(variable);
      }
    }
  });

  test('are each offered where one of its mentions of half a year is answered', async () => {
    const until = new Date('2026-11-20T00:00:00Z');
    const since = new Date(until.getTime() - 180 * 86_400_000);
    const offered = new Set<SavedReply>();
    const classifier = await loadClassifier();
    for (const mention of sampleMentions({ since, until })) {
      const { aspects, label, lang } = classifier.classify(mention, { evidence: false });
      const toAnswer = { language: lang, label, aspects, stars: stars(mention.rating), sourceId: 1 };
      for (const one of fittingReplies(SAMPLE_SAVED_REPLIES, toAnswer)) offered.add(one);
    }
    expect(SAMPLE_SAVED_REPLIES.filter((one) => !offered.has(one)).map(({ name }) => name)).toEqual([]);
  });
});

describe('a house with the sample company', () => {
  let house: WebHouse;
  const sample = openSample([]);

  beforeAll(async () => {
    house = await openWebHouse();
    await sample.load(house.deps);
  }, 120_000);

  afterAll(async () => {
    await sample.close();
    await house.close();
  });

  test('shows its promises and saved replies, and takes them along except those that a person has changed or written', async () => {
    const names = async () => (await listSavedReplies(house.deps.db)).map(({ name }) => name);
    expect((await names()).toSorted()).toEqual(SAMPLE_SAVED_REPLIES.map(({ name }) => name).toSorted());
    const [changed] = await listSavedReplies(house.deps.db);
    if (!changed) throw new Error('There is none.');
    await keepSavedReply(house.deps, LOCAL_OPERATOR, { ...changed, variants: ['Ours now.'] }, changed.id);
    await keepSavedReply(house.deps, LOCAL_OPERATOR, { ...changed, name: 'Our own' }, undefined);
    expect((await listPromises(house.deps.db)).map(({ assessments }) => assessments.length)).toEqual(
      SAMPLE_PROMISES.map(({ assessments }) => assessments.length),
    );
    await sample.remove(house.deps);
    expect(await listPromises(house.deps.db)).toEqual([]);
    expect((await names()).toSorted()).toEqual(['Our own', changed.name].toSorted());
  }, 120_000);
});
