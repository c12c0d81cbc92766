// Starts `keyrack serve --demo` on a data folder of its own before the suite, and afterwards makes
// sure that it stops cleanly and leaves nothing behind.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const START_MS = 180_000;
const STOP_MS = 20_000;

export default async function setup() {
  const data = mkdtempSync(join(tmpdir(), 'keyrack-end2end.'));
  const server = spawn(process.env.KEYRACK_BINARY, ['serve', '--demo'], {
    env: { ...process.env, KEYRACK_DATA: data, KEYRACK_ADDR: new URL(process.env.KEYRACK_BASE).host },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  process.once('exit', () => server.kill('SIGTERM'));
  const output = collect(server);
  try {
    await started(server, output);
  } catch (error) {
    server.kill('SIGKILL');
    throw error;
  }
  return async () => {
    await stopped(server, output);
    writeFileSync(new URL('../test-results/server.log', import.meta.url), output.join(''));
    rmSync(data, { recursive: true, force: true });
  };
}

function collect(server) {
  const output = [];
  for (const stream of [server.stdout, server.stderr]) {
    stream.on('data', (chunk) => output.push(chunk.toString()));
  }
  return output;
}

function started(server, output) {
  return new Promise((resolve, reject) => {
    const fail = (why) => reject(new Error(`keyrack serve ${why}:\n${output.join('')}`));
    const late = setTimeout(() => fail('does not listen'), START_MS);
    server.once('exit', (code) => fail(`ended with ${code}`));
    server.stdout.on('data', () => {
      if (!output.join('').includes('listening on ')) return;
      clearTimeout(late);
      resolve();
    });
  });
}

function stopped(server, output) {
  if (server.exitCode !== null) throw new Error(`keyrack serve had ended:\n${output.join('')}`);
  return new Promise((resolve, reject) => {
    const late = setTimeout(() => {
      server.kill('SIGKILL');
      reject(new Error(`keyrack serve did not stop:\n${output.join('')}`));
    }, STOP_MS);
    server.once('exit', () => {
      clearTimeout(late);
      resolve();
    });
    server.kill('SIGINT');
  });
}
