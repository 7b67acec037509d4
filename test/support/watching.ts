import type { AlertRuleInput } from '../../src/store/alert-rules.ts';
import type { DestinationInput } from '../../src/store/destinations.ts';

/** A rule as a person gets it who chooses nothing: unhappy people about everything. */
export const SPIKE_RULE: AlertRuleInput = {
  name: 'More unhappy people than usual',
  kind: 'spike',
  topicId: 1,
  locationId: undefined,
  sourceId: undefined,
  severity: 'warning',
  sensitivity: 'balanced',
  minimumN: 3,
  condition: undefined,
  risks: [],
  aspects: [],
  starsAtMost: undefined,
  reachAtLeast: undefined,
  phrases: [],
  quietFrom: undefined,
  quietTo: undefined,
  coolDownMinutes: 60,
  escalateMinutes: undefined,
  looksBack: false,
  enabled: true,
};

/** Somebody who is told of everything. */
export const DESTINATION: DestinationInput = {
  name: 'Somebody',
  kind: 'webhook',
  settings: {},
  enabled: true,
  topicIds: [],
  locationIds: [],
  leastSeverity: 'info',
  isSecondLine: false,
};
