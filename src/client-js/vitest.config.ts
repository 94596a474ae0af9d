import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['tests/**/*.test.ts'],
    testTimeout: 30_000,
    // Chromium's tests mostly wait.
    minWorkers: 1,
    maxWorkers: 2,
  },
});
