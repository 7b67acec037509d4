import type { Classifier } from '../src/domain/classification.ts';
import type { Log } from '../src/log.ts';
import type { Enqueue } from '../src/queue/jobs.ts';
import type { Http } from '../src/sources/http.ts';
import type { Db } from '../src/store/db.ts';
import type { TopicCatalog } from '../src/store/topic-catalog.ts';

/** What the house hands to every worker. */
export interface Deps {
  readonly db: Db;
  readonly queue: Enqueue;
  readonly http: Http;
  readonly classifier: Classifier;
  readonly topics: TopicCatalog;
  readonly log: Log;
  readonly now: () => Date;
  readonly random: () => number;
  /** Where the public reaches us; undefined: nobody can push to us. */
  readonly publicUrl?: string | undefined;
  readonly politeness: { readonly hostGapMs: number; readonly minIntervalMs: number };
}
