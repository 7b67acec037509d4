import { type EmotionSums, FEELING, measureEmotion, readEmotions } from './reading/emotion-sums.ts';
import type { KpiSource } from './reading/kpi-source.ts';

export default {
  ...FEELING,
  name: 'Identify – detached',
  formula: `Words of identification: pride and belonging, or having turned away (“our place”, “not my shop any more”). ${FEELING.formula}`,
  sums: readEmotions,
  measure: (sums) => measureEmotion(sums, 'identification'),
} satisfies KpiSource<EmotionSums>;
