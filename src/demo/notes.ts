import { STORIES } from './stories.ts';

/** What the sample company has written beside its numbers; all of it says that it is made up. Days of the history. */
export const SAMPLE_NOTES = {
  targets: [
    { kpi: 'nps', value: 45 },
    { kpi: 'csat', value: 80 },
  ],
  benchmarks: [
    { kpi: 'nps', value: 35, name: 'Sample: shops like ours', source: 'made up for the sample company' },
    {
      kpi: 'average-rating',
      value: 4,
      name: 'Sample: shops like ours',
      source: 'made up for the sample company',
    },
  ],
  annotations: [
    {
      kind: 'other',
      text: 'Sample: parcels stuck at the carrier',
      firstDay: STORIES.delivery.firstDay,
      lastDay: STORIES.delivery.endDay - 1,
    },
    {
      kind: 'campaign',
      text: 'Sample: Second Spin',
      firstDay: STORIES.campaign.firstDay,
      lastDay: STORIES.campaign.endDay - 1,
    },
    {
      kind: 'outage',
      text: 'Sample: the app update locks people out',
      firstDay: STORIES.login.firstDay,
      lastDay: STORIES.login.endDay - 1,
    },
  ],
} as const;
