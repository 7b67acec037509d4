import { expect, test } from 'vitest';
import { sampleMentions } from '../../src/demo/mentions.ts';
import { SAMPLE_PROMISES } from '../../src/demo/promises.ts';
import { loadClassifier } from '../../src/nlp/classifier.ts';

test('customers of the sample company praise and blame what it promises', async () => {
  const until = new Date('2026-11-20T00:00:00Z');
  const since = new Date(until.getTime() - 90 * 86_400_000);
  const classifier = await loadClassifier();
  const said = new Map<string, number>();
  for (const mention of sampleMentions({ since, until })) {
    for (const { aspect, label } of classifier.classify(mention, { evidence: false }).aspects) {
      said.set(`${label} ${aspect}`, (said.get(`${label} ${aspect}`) ?? 0) + 1);
    }
  }
  for (const aspect of SAMPLE_PROMISES.flatMap(({ aspects }) => aspects)) {
    expect(said.get(`positive ${aspect}`) ?? 0, aspect).toBeGreaterThan(10);
    expect(said.get(`negative ${aspect}`) ?? 0, aspect).toBeGreaterThan(10);
  }
});
