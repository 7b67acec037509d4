import type { Config } from '../config.ts';
import type { Log } from '../log.ts';
import type { Queues } from '../queue/queue.ts';
import type { Http } from '../sources/http.ts';
import type { Db } from '../store/db.ts';
import type { LexiconCatalog } from '../store/lexicon-catalog.ts';
import type { TopicCatalog } from '../store/topic-catalog.ts';
import type { Vault } from '../store/vault.ts';

/** The sample company: made-up mentions that arrive like real ones, so that every page has something to show. */
export interface Sample {
  /** @throws Refused when the workspace is not empty. */
  load(deps: WebDeps): Promise<void>;
  /** Removes the sample company and everything it brought. @throws Refused when there is none. */
  remove(deps: WebDeps): Promise<void>;
}

/** What the house hands to the web. */
export interface WebDeps {
  readonly db: Db;
  readonly vault: Vault;
  readonly queue: Queues;
  readonly http: Http;
  readonly lexicons: LexiconCatalog;
  readonly topics: TopicCatalog;
  readonly sample: Sample;
  readonly config: Config;
  readonly log: Log;
  readonly now: () => Date;
}
