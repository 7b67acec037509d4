import type { Classifier, Classifiers } from '../domain/classification.ts';
import type { Wording } from '../domain/lexicon-rule.ts';
import type { Sql } from './db.ts';
import { listRules } from './lexicon-rules.ts';

/** The words of one revision, ready to classify with. */
export interface CurrentLexicon {
  readonly revision: number;
  readonly wording: Wording;
  readonly classifier: Classifier;
}

/** Keeps the classifier of the latest rules and domains; asks the store for their revision before each use. */
export class LexiconCatalog {
  readonly #classifiers: Classifiers;
  #current: CurrentLexicon | undefined;

  constructor(classifiers: Classifiers) {
    this.#classifiers = classifiers;
  }

  /** The domains there are to choose from. */
  get domains(): readonly string[] {
    return this.#classifiers.domains;
  }

  async current(sql: Sql): Promise<CurrentLexicon> {
    const [workspace] = await sql<{ rules_revision: number; domains: string[] }>`
      select rules_revision, domains from workspace`;
    const revision = workspace?.rules_revision ?? 0;
    if (this.#current?.revision !== revision) {
      const rules = (await listRules(sql)).filter((rule) => rule.enabled);
      const wording = { domains: workspace?.domains ?? [], rules };
      this.#current = { revision, wording, classifier: this.#classifiers.with(wording) };
    }
    return this.#current;
  }

  /** A classifier with other words, to see what they would do. */
  tryOut(wording: Wording): Classifier {
    return this.#classifiers.with(wording);
  }
}
