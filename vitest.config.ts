import { defineConfig } from 'vitest/config';

// Suites that start servers, processes or a browser run one file at a time: they share two cores with them.
const HEAVY = ['test/integration/**/*.test.ts', 'test/browser/**/*.test.ts'];

export default defineConfig({
  test: {
    globalSetup: ['test/support/global-setup.ts'],
    testTimeout: 30_000,
    hookTimeout: 60_000,
    projects: [
      {
        extends: true,
        test: {
          name: 'house',
          include: ['test/**/*.test.ts', 'test/**/*.test.tsx'],
          exclude: HEAVY,
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        test: {
          name: 'journey',
          include: HEAVY,
          fileParallelism: false,
          sequence: { groupOrder: 1 },
          testTimeout: 600_000,
        },
      },
    ],
  },
});
