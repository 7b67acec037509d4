import type { Enqueue } from '../../src/queue/jobs.ts';
import type { Question } from './hostile-house.ts';

export type Ask = (question: Question) => Promise<unknown>;

/** Mentions are classified one batch after the other while the feeds are read; the store knows when a source is due. */
export class Backlog implements Enqueue {
  readonly #ask: Ask;
  #tail: Promise<unknown> = Promise.resolve();

  constructor(ask: Ask) {
    this.#ask = ask;
  }

  async enqueue(_job: string, payload: object): Promise<void> {
    if (!('mentionIds' in payload)) return;
    const mentionIds = payload.mentionIds as number[];
    this.#tail = this.#tail.then(() => this.#ask({ ask: 'classify', mentionIds }));
    // Whoever waits for the end hears of a failure.
    this.#tail.catch(() => {});
  }

  async enqueueAll(job: string, payloads: readonly object[]): Promise<void> {
    for (const payload of payloads) await this.enqueue(job, payload);
  }

  async schedule(): Promise<void> {}

  async unschedule(): Promise<void> {}

  async done(): Promise<void> {
    await this.#tail;
  }
}
