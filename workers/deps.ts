import type { Ways } from '../src/channels/channel.ts';
import type { Log } from '../src/log.ts';
import type { Enqueue } from '../src/queue/jobs.ts';
import type { Http } from '../src/sources/http.ts';
import type { Db } from '../src/store/db.ts';
import type { LexiconCatalog } from '../src/store/lexicon-catalog.ts';
import type { TopicCatalog } from '../src/store/topic-catalog.ts';
import type { Vault } from '../src/store/vault.ts';

/** What the house hands to every worker. */
export interface Deps {
  readonly db: Db;
  readonly vault: Vault;
  readonly queue: Enqueue;
  readonly http: Http;
  readonly lexicons: LexiconCatalog;
  readonly topics: TopicCatalog;
  readonly log: Log;
  readonly now: () => Date;
  readonly random: () => number;
  /** How messages leave the house. */
  readonly ways: Ways;
  /** Where people reach us; undefined: nobody said. */
  readonly origin: string | undefined;
  readonly politeness: {
    readonly hostGapMs: number;
    readonly minIntervalMs: number;
    /** Streams that a process listens to at one time; one when left out. */
    readonly mostListeners?: number;
  };
}
