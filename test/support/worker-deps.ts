import { pino } from 'pino';
import type { Enqueue } from '../../src/queue/jobs.ts';
import type { Http } from '../../src/sources/http.ts';
import type { Db } from '../../src/store/db.ts';
import { TopicCatalog } from '../../src/store/topic-catalog.ts';
import { openVault } from '../../src/store/vault.ts';
import type { Deps } from '../../workers/deps.ts';
import { waysOver } from './alerting.ts';
import { onlyThis, wordClassifier } from './word-classifier.ts';

/** Work that is handed on goes nowhere: a test looks at one job. */
const nowhere: Enqueue = {
  enqueue: async () => {},
  enqueueAll: async () => {},
  schedule: async () => {},
  unschedule: async () => {},
};

/** What a worker is given, on a store and connections of the test's own, with its clock and without chance. */
export function workerDeps(db: Db, http: Http, now: () => Date): Deps {
  return {
    db,
    vault: openVault(['a key for tests of thirty-two characters']),
    queue: nowhere,
    http,
    lexicons: onlyThis(wordClassifier('fine is neutral')),
    topics: new TopicCatalog(),
    log: pino({ level: 'silent' }),
    now,
    random: () => 0,
    politeness: { hostGapMs: 0, minIntervalMs: 300_000 },
    ...waysOver(http),
  };
}
