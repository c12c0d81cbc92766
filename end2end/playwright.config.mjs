// The browser suite. `.ci/browser` builds what it needs and runs it.
import { defineConfig } from '@playwright/test';

import { freePort } from './keyrack.mjs';

// This file is read again in every worker; the address is chosen once and inherited.
process.env.KEYRACK_BASE ??= `http://127.0.0.1:${freePort()}`;

export default defineConfig({
  testDir: '.',
  testMatch: '*.spec.mjs',
  outputDir: '../test-results',
  globalSetup: './server.mjs',
  reporter: [['list'], ['./reporter.mjs']],
  forbidOnly: true,
  workers: 2,
  timeout: 30_000,
  use: {
    baseURL: process.env.KEYRACK_BASE,
    launchOptions: {
      executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
      args: ['--no-sandbox', '--disable-dev-shm-usage'],
    },
    trace: 'retain-on-failure',
  },
  projects: [
    { name: 'js', testIgnore: '*.nojs.spec.mjs' },
    { name: 'nojs', testMatch: '*.nojs.spec.mjs', use: { javaScriptEnabled: false } },
  ],
});
