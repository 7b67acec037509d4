import { Worker } from 'node:worker_threads';
import { FetchFailed } from '../../domain/errors.ts';
import type { FeedDocument, ParsedFeed } from './feed-document.ts';
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
  /** Documents are parsed one after the other. @throws FetchFailed 'not-feed', 'timeout' or 'too-large'. */
  parse(document: FeedDocument): Promise<ParsedFeed>;
  close(): Promise<void>;
}

interface Job {
  readonly document: FeedDocument;
  readonly resolve: (feed: ParsedFeed) => void;
  readonly reject: (error: unknown) => void;
}

const THREAD = new URL('./feed-parser-thread.ts', import.meta.url);

/**
 * Parses feeds in a thread of its own: a document made to be slow cannot hold up anything else, and can be stopped.
 * The thread starts with the first document and never keeps the process alive.
 */
export function createFeedParser(options: FeedParserOptions): FeedParser {
  const waiting: Job[] = [];
  let current: Job | undefined;
  let thread: Worker | undefined;
  let limit: NodeJS.Timeout | undefined;
  let idle: NodeJS.Timeout | undefined;

  function next(): void {
    clearTimeout(idle);
    current = waiting.shift();
    if (!current) {
      idle = setTimeout(() => void end(), options.idleMs).unref();
      return;
    }
    thread ??= start();
    // This timer also keeps the process alive until the answer is there.
    limit = setTimeout(giveUp, options.timeLimitMs);
    const bytes = new Uint8Array(current.document.bytes);
    const question: ThreadQuestion = { ...current.document, bytes };
    thread.postMessage(question, [bytes.buffer]);
  }

  function start(): Worker {
    const worker = new Worker(THREAD, {
      name: 'feed-parser',
      resourceLimits: { maxOldGenerationSizeMb: options.memoryMb },
    });
    worker.unref();
    worker.on('message', (answer: ThreadAnswer) => {
      if (worker === thread)
        settle((job) => ('feed' in answer ? job.resolve(answer.feed) : job.reject(failureOf(answer))));
    });
    worker.on('error', (error) => worker === thread && lose(crashOf(error)));
    worker.on('exit', () => worker === thread && lose(crashOf(undefined)));
    return worker;
  }

  function giveUp(): void {
    const seconds = options.timeLimitMs / 1000;
    lose(new FetchFailed('timeout', `reading the feed took longer than ${seconds} seconds and was stopped`));
  }

  /** The thread is of no more use; the next document gets a fresh one. */
  function lose(error: FetchFailed): void {
    void end();
    settle((job) => job.reject(error));
  }

  function settle(answer: (job: Job) => void): void {
    const job = current;
    if (!job) return;
    clearTimeout(limit);
    answer(job);
    next();
  }

  async function end(): Promise<void> {
    const ended = thread;
    thread = undefined;
    await ended?.terminate();
  }

  return {
    parse: (document) =>
      new Promise((resolve, reject) => {
        waiting.push({ document, resolve, reject });
        if (!current) next();
      }),
    async close() {
      const stopped = new FetchFailed('network', 'the program is shutting down');
      for (const job of waiting.splice(0)) job.reject(stopped);
      settle((job) => job.reject(stopped));
      clearTimeout(idle);
      await end();
    },
  };
}

function failureOf({ code, message }: Extract<ThreadAnswer, { code: string }>): FetchFailed {
  return new FetchFailed(code, message);
}

function crashOf(error: Error | undefined): FetchFailed {
  const code = error && 'code' in error ? error.code : undefined;
  if (code === 'ERR_WORKER_OUT_OF_MEMORY') {
    return new FetchFailed('too-large', 'the feed needs more memory than it may have', { cause: error });
  }
  return new FetchFailed('not-feed', 'the feed could not be read: it broke its reader', { cause: error });
}
