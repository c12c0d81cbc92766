// Starts `keyrack serve --demo` on a data folder of its own before the suite, and afterwards makes
// sure that it stops cleanly and leaves nothing behind.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { startKeyrack } from './keyrack.mjs';

export default async function setup() {
  const data = mkdtempSync(join(tmpdir(), 'keyrack-end2end.'));
  const server = await startKeyrack({ data, base: process.env.KEYRACK_BASE });
  return async () => {
    await server.stop();
    mkdirSync(new URL('../test-results/', import.meta.url), { recursive: true });
    writeFileSync(new URL('../test-results/server.log', import.meta.url), server.output.join(''));
    rmSync(data, { recursive: true, force: true });
  };
}
