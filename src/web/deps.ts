import type { Config } from '../config.ts';
import type { Classifier } from '../domain/classification.ts';
import type { Log } from '../log.ts';
import type { Queues } from '../queue/queue.ts';
import type { Http } from '../sources/http.ts';
import type { Db } from '../store/db.ts';
import type { TopicCatalog } from '../store/topic-catalog.ts';

/** What the house hands to the web. */
export interface WebDeps {
  readonly db: Db;
  readonly queue: Queues;
  readonly http: Http;
  readonly classifier: Classifier;
  readonly topics: TopicCatalog;
  readonly config: Config;
  readonly log: Log;
  readonly now: () => Date;
}
