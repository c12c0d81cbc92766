// A real `keyrack serve` with the demo, for the suite or for one spec.
import { execFileSync, spawn } from 'node:child_process';

const START_MS = 180_000;
const STOP_MS = 20_000;

/** A port nobody listens on. */
export function freePort() {
  const print = 's=require("net").createServer().listen(0,"127.0.0.1",()=>{process.stdout.write(String(s.address().port));s.close()})';
  return execFileSync(process.execPath, ['-e', print]).toString().trim();
}

/** Starts a server and waits until it listens. `kill` is kill -9; `stop` is Ctrl-C and fails when
 *  the server does not end by itself. */
export async function startKeyrack({ data, base }) {
  const server = spawn(process.env.KEYRACK_BINARY, ['serve', '--demo'], {
    env: { ...process.env, KEYRACK_DATA: data, KEYRACK_ADDR: new URL(base).host },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  process.once('exit', () => server.kill('SIGTERM'));
  const output = [];
  for (const stream of [server.stdout, server.stderr]) {
    stream.on('data', (chunk) => output.push(chunk.toString()));
  }
  const ended = new Promise((resolve) => server.once('exit', resolve));
  try {
    await listening(server, output);
  } catch (error) {
    server.kill('SIGKILL');
    throw error;
  }
  return {
    output,
    kill: async () => (server.kill('SIGKILL'), ended),
    stop: () => stopped(server, ended, output),
  };
}

function listening(server, output) {
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

async function stopped(server, ended, output) {
  if (server.exitCode !== null) throw new Error(`keyrack serve had ended:\n${output.join('')}`);
  let late;
  const tooLong = new Promise((_, reject) => {
    late = setTimeout(() => {
      server.kill('SIGKILL');
      reject(new Error(`keyrack serve did not stop:\n${output.join('')}`));
    }, STOP_MS);
  });
  server.kill('SIGINT');
  await Promise.race([ended, tooLong]);
  clearTimeout(late);
}
