// The browser suite. `.ci/browser` builds what it needs and runs it.
import { execFileSync } from 'node:child_process';
import { defineConfig } from '@playwright/test';

// This file is read again in every worker; the address is chosen once and inherited.
process.env.KEYRACK_BASE ??= `http://127.0.0.1:${freePort()}`;

function freePort() {
  const print = 's=require("net").createServer().listen(0,"127.0.0.1",()=>{console.log(s.address().port);s.close()})';
  return execFileSync(process.execPath, ['-e', print]).toString().trim();
}

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
