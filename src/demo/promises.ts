/** What the sample company believes of itself, and how far three of its people think that it is kept. */
export const SAMPLE_PROMISES = [
  {
    text: 'Delivered when we said',
    aspects: ['delivery', 'waiting'],
    assessments: [
      {
        by: 'Head of logistics (sample)',
        score: 84,
        note: 'Nine parcels in ten are on the road within a day.',
      },
      { by: 'Customer care (sample)', score: 55, note: 'October was hard, and we still hear of it.' },
    ],
  },
  {
    text: 'People who ride, and know what they sell',
    aspects: ['staff', 'service'],
    assessments: [
      { by: 'Shop manager, London (sample)', score: 80, note: '' },
      { by: 'Customer care (sample)', score: 70, note: '' },
    ],
  },
  {
    text: 'Made to last for years',
    aspects: ['quality', 'durability'],
    assessments: [
      { by: 'Head of product (sample)', score: 90, note: 'Returns for defects are at two in a hundred.' },
    ],
  },
] as const;
