import { defineConfig } from 'vitest/config';

const WITH_THE_PACKAGE = [
  'test/package/**/*.test.ts',
  'test/cli/**/*.test.ts',
  'test/smoke/*.test.ts',
  'test/readme.test.ts',
];

export default defineConfig({
  test: {
    // Half of the time the other one waits for a child process; what must not take long is measured in processor time.
    maxWorkers: '100%',
    projects: [
      {
        test: {
          name: 'source',
          include: ['test/**/*.test.ts'],
          exclude: [...WITH_THE_PACKAGE, '**/node_modules/**'],
          setupFiles: ['test/helpers/guiding.ts'],
          testTimeout: 60_000,
        },
      },
      {
        // These need dist/ and the packed tarball; the set-up makes both once.
        test: {
          name: 'package',
          include: WITH_THE_PACKAGE,
          exclude: ['**/node_modules/**'],
          globalSetup: ['test/package/setup.ts'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
