import { type EmotionSums, FEELING, measureEmotion, readEmotions } from './reading/emotion-sums.ts';
import type { KpiSource } from './reading/kpi-source.ts';

export default {
  ...FEELING,
  name: 'Accept – reject',
  formula: `Words of acceptance, down to hatred (“fair enough”, “never again”). ${FEELING.formula}`,
  sums: readEmotions,
  measure: (sums) => measureEmotion(sums, 'acceptance'),
} satisfies KpiSource<EmotionSums>;
