import type { Classifier } from '../domain/classification.ts';
import { loadClassifiers } from '../nlp/classifier.ts';
import { WrongUsage } from './failures.ts';

/** The product's lexicons with the domains a person names; no store is asked. @throws WrongUsage listing the domains. */
export function classifierOf(domains: readonly string[] = []): Classifier {
  const classifiers = loadClassifiers();
  const unknown = domains.find((domain) => !classifiers.domains.includes(domain));
  if (unknown !== undefined) {
    const known = classifiers.domains.join(', ') || 'there is none yet';
    throw new WrongUsage(`expected a domain (${known}) after --domain, got "${unknown}"`);
  }
  return classifiers.with({ domains, rules: [] });
}
