import { SLOTS_PER_DAY, SLOTS_PER_HOUR } from './time.ts';

export const SENSITIVITIES = ['fewer', 'balanced', 'more'] as const;
export type Sensitivity = (typeof SENSITIVITIES)[number];

/** Evidence that makes an alert, as `Evidence.score`. */
export const THRESHOLDS: Record<Sensitivity, number> = { fewer: 3.8, balanced: 2.6, more: 1.6 };

/** An alert opens an episode; it ends when it has been calm for a while, and no other alert is given before. */
export interface Episode {
  isOpen: boolean;
  openedAt: number;
  calmSlots: number;
  /** Windows must begin after this slot: what led to an earlier alert is not counted again. */
  since: number;
}

/** Calm is evidence this far below the threshold. What lasts longer than `most` slots is what is usual now. */
export const REST = { below: 1, calm: 6 * SLOTS_PER_HOUR, least: SLOTS_PER_DAY, most: 6 * SLOTS_PER_DAY };

export function newEpisode(): Episode {
  return { isOpen: false, openedAt: -1, calmSlots: 0, since: -1 };
}

/** Follows the episode through `slot`; true when an alert is due. */
export function follow(episode: Episode, slot: number, score: number, threshold: number): boolean {
  if (!episode.isOpen) {
    if (score < threshold) return false;
    episode.isOpen = true;
    episode.openedAt = slot;
    episode.calmSlots = 0;
    return true;
  }
  episode.calmSlots = score < threshold - REST.below ? episode.calmSlots + 1 : 0;
  const lasted = slot - episode.openedAt;
  if ((episode.calmSlots >= REST.calm && lasted >= REST.least) || lasted >= REST.most) {
    episode.isOpen = false;
    episode.since = slot - REST.calm;
  }
  return false;
}

/** Windows looked through must begin after this slot; in an episode only the last day tells whether it goes on. */
export function sinceWhen(episode: Episode, slot: number): number {
  return episode.isOpen ? Math.max(episode.since, slot - SLOTS_PER_DAY - 1) : episode.since;
}
