import { expect, test } from 'vitest';
import type { NewMention } from '../../src/domain/mention.ts';
import { readImport } from '../../src/sources/import-file.ts';

/** What the portals of places without an interface hand out, as their columns are called there. */
const FILES: Readonly<Record<string, string>> = {
  Capterra:
    'Date,Reviewer,Industry,Overall Rating,Likelihood to Recommend,Title,Pros,Cons,Overall Comments,Vendor Response\n' +
    '2026-04-09,Verified Reviewer,Retail,4,8,Good fit,Easy setup,Reports are slow,We would buy again,Thank you!\n',
  'Software Advice':
    'Review Date;Reviewer Name;Overall;Headline;Advantages;Disadvantages;Review\n' +
    '2026-04-09;Jo;4;Good fit;Easy setup;Reports are slow;We would buy again\n',
  GetApp:
    'date_submitted,reviewer,stars,review_title,pros,cons,review_text\n' +
    '2026-04-09,Jo,4,Good fit,Easy setup,Reports are slow,We would buy again\n',
  'Gartner Peer Insights':
    'Review Headline,Overall User Rating,What do you like most?,What do you dislike most?,Overall Comments,Submitted Date\n' +
    'Good fit,4,Easy setup,Reports are slow,We would buy again,2026-04-09\n',
};

async function read(text: string): Promise<NewMention[]> {
  async function* once(): AsyncGenerator<string> {
    yield text;
  }
  const found: NewMention[] = [];
  for await (const event of readImport(once(), { format: 'csv', kind: 'review' })) {
    if ('error' in event) throw new Error(event.error);
    if ('mention' in event) found.push(event.mention);
  }
  return found;
}

for (const [portal, file] of Object.entries(FILES)) {
  test(`the file of ${portal} becomes reviews, with what is good and bad in one text`, async () => {
    const [review, ...more] = await read(file);
    expect(more).toEqual([]);
    expect(review).toMatchObject({
      kind: 'review',
      title: 'Good fit',
      text: 'We would buy again\n\nEasy setup\n\nReports are slow',
      rating: { value: 4, min: 1, max: 5 },
      publishedAt: new Date('2026-04-09T00:00:00Z'),
    });
    // Without an id it is known by what it says, so the same file again brings nothing new.
    expect((await read(file))[0]?.externalId).toBe(review?.externalId);
  });
}
