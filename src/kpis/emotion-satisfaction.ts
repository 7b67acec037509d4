import { type EmotionSums, FEELING, measureEmotion, readEmotions } from './reading/emotion-sums.ts';
import type { KpiSource } from './reading/kpi-source.ts';

export default {
  ...FEELING,
  name: 'Satisfied – dissatisfied',
  formula: `Words of satisfaction (“delighted”, “let down”). ${FEELING.formula}`,
  sums: readEmotions,
  measure: (sums) => measureEmotion(sums, 'satisfaction'),
} satisfies KpiSource<EmotionSums>;
