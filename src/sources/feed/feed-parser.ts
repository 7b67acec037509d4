import { Worker } from 'node:worker_threads';
import { FetchFailed } from '../../domain/errors.ts';
import type { NewMention } from '../../domain/mention.ts';
import type { FeedDocument, ParsedFeed } from './feed-document.ts';
import { WebPageInstead } from './feed-links.ts';
import type { ThreadAnswer, ThreadQuestion } from './feed-parser-thread.ts';

export interface FeedParserOptions {
  /** Most milliseconds one document may take; the thread is ended after that. */
  readonly timeLimitMs: number;
  /** Milliseconds without work after which the thread is ended, so that an idle process stays small. */
  readonly idleMs: number;
  /** Most megabytes of heap the thread may use. */
  readonly memoryMb: number;
}

export interface FeedParser {
  /**
   * Documents are parsed one after the other; their bytes go over to the thread and are gone here. `withinMs` may shorten the time limit for this one.
   * @throws FetchFailed 'not-feed', 'rate-limited', 'timeout' or 'too-large'; WebPageInstead.
   */
  parse(document: FeedDocument, withinMs?: number): Promise<ParsedFeed>;
  close(): Promise<void>;
}

interface Job {
  readonly document: FeedDocument;
  readonly limitMs: number;
  readonly mentions: NewMention[];
  readonly resolve: (feed: ParsedFeed) => void;
  readonly reject: (error: unknown) => void;
}

const THREAD = new URL('./feed-parser-thread.ts', import.meta.url);

/**
 * Parses feeds in a thread of its own: a document made to be slow cannot hold up anything else, and can be stopped.
 * The thread starts with the first document and never keeps the process alive.
 */
export function createFeedParser(options: FeedParserOptions): FeedParser {
  return new ParserThread(options);
}

/** At most one thread and one document in it; `thread` is the one whose messages still count. */
class ParserThread implements FeedParser {
  private readonly options: FeedParserOptions;
  private readonly waiting: Job[] = [];
  private current: Job | undefined;
  private thread: Worker | undefined;
  private limit: NodeJS.Timeout | undefined;
  private idle: NodeJS.Timeout | undefined;

  constructor(options: FeedParserOptions) {
    this.options = options;
  }

  parse(document: FeedDocument, withinMs?: number): Promise<ParsedFeed> {
    const limitMs = Math.min(withinMs ?? this.options.timeLimitMs, this.options.timeLimitMs);
    return new Promise((resolve, reject) => {
      this.waiting.push({ document, limitMs, mentions: [], resolve, reject });
      if (!this.current) this.next();
    });
  }

  async close(): Promise<void> {
    const stopped = new FetchFailed('network', 'the program is shutting down');
    for (const job of this.waiting.splice(0)) job.reject(stopped);
    this.settle((job) => job.reject(stopped));
    clearTimeout(this.idle);
    await this.end();
  }

  private next(): void {
    clearTimeout(this.idle);
    this.current = this.waiting.shift();
    if (!this.current) {
      this.idle = setTimeout(() => void this.end(), this.options.idleMs).unref();
      return;
    }
    this.thread ??= this.start();
    // This timer also keeps the process alive until the answer is there.
    this.limit = setTimeout(() => this.giveUp(), this.current.limitMs);
    const bytes = ownBytes(this.current.document.bytes);
    const question: ThreadQuestion = { ...this.current.document, bytes };
    this.thread.postMessage(question, [bytes.buffer]);
  }

  private start(): Worker {
    const resourceLimits = { maxOldGenerationSizeMb: this.options.memoryMb };
    const worker = new Worker(THREAD, { name: 'feed-parser', resourceLimits });
    worker.on('message', (answer: ThreadAnswer) => {
      if (worker === this.thread) this.take(answer, worker);
    });
    worker.on('error', (error) => worker === this.thread && this.lose(crashOf(error)));
    worker.on('exit', () => worker === this.thread && this.lose(crashOf(undefined)));
    // Last: a listener for messages holds the process again.
    worker.unref();
    return worker;
  }

  private take(answer: ThreadAnswer, worker: Worker): void {
    if ('part' in answer) {
      for (const mention of answer.part) this.current?.mentions.push(mention);
      // Asked for only when this turn is over, so that others have theirs between two parts.
      setImmediate(() => worker.postMessage('more' satisfies ThreadQuestion));
    } else if ('feed' in answer) {
      this.settle((job) => job.resolve({ ...answer.feed, mentions: job.mentions }));
    } else this.settle((job) => job.reject(failureOf(answer)));
  }

  private giveUp(): void {
    const seconds = ((this.current?.limitMs ?? 0) / 1000).toFixed(1).replace('.0', '');
    this.lose(
      new FetchFailed('timeout', `reading the feed took longer than ${seconds} seconds and was stopped`),
    );
  }

  /** The thread is of no more use; the next document gets a fresh one. */
  private lose(error: FetchFailed): void {
    void this.end();
    this.settle((job) => job.reject(error));
  }

  private settle(answer: (job: Job) => void): void {
    const job = this.current;
    if (!job) return;
    clearTimeout(this.limit);
    answer(job);
    this.next();
  }

  private async end(): Promise<void> {
    const ended = this.thread;
    this.thread = undefined;
    await ended?.terminate();
  }
}

/** Small buffers share their memory with others, which must not go with them. */
function ownBytes(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const { buffer, byteLength } = bytes;
  const isWhole = buffer instanceof ArrayBuffer && buffer.byteLength === byteLength;
  return isWhole ? new Uint8Array(buffer) : new Uint8Array(bytes);
}

function failureOf({ code, message, feeds }: Extract<ThreadAnswer, { code: string }>): FetchFailed {
  if (feeds) return new WebPageInstead(feeds);
  return new FetchFailed(code, message);
}

function crashOf(error: Error | undefined): FetchFailed {
  const code = error && 'code' in error ? error.code : undefined;
  if (code === 'ERR_WORKER_OUT_OF_MEMORY') {
    return new FetchFailed('too-large', 'the feed needs more memory than it may have', { cause: error });
  }
  return new FetchFailed('not-feed', 'the feed could not be read: it broke its reader', { cause: error });
}
