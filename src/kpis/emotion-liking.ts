import { type EmotionSums, FEELING, measureEmotion, readEmotions } from './reading/emotion-sums.ts';
import type { KpiSource } from './reading/kpi-source.ts';

export default {
  ...FEELING,
  name: 'Like – dislike',
  formula: `Words of liking (“love it”, “can’t stand it”). ${FEELING.formula}`,
  sums: readEmotions,
  measure: (sums) => measureEmotion(sums, 'liking'),
} satisfies KpiSource<EmotionSums>;
