// The server is killed, as hard as one can, while bookings are on their way. What was acknowledged is
// there afterwards; what was not is sold or given back, never both, and nobody pays twice.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, request as playwright, test } from '@playwright/test';

import { day, freeFrom } from './guest.mjs';
import { freePort, startKeyrack } from './keyrack.mjs';

// Every gateway call is given up after some seconds, and asked about half a minute later.
const SETTLED_MS = 90_000;

test('kill -9 between hold and confirmation loses nothing and sells nothing twice', async () => {
  test.setTimeout(300_000);
  const data = mkdtempSync(join(tmpdir(), 'keyrack-crash.'));
  const base = `http://127.0.0.1:${freePort()}`;
  const api = await playwright.newContext({ baseURL: base });
  let server = await startKeyrack({ data, base });

  const start = await freeFrom({ request: api }, 30, { rooms: 6 });
  const before = await left(api, start);
  const made = [];
  for (let number = 0; number < 3; number += 1) {
    const answer = await book(api, start, `kept-${number}`, 'tok_ok');
    expect(answer.status()).toBe(201);
    made.push(await answer.json());
  }
  // Both hang at the gateway, which charged the first and not the second.
  const hanging = ['tok_charged_then_timeout', 'tok_timeout'].map((token) =>
    book(api, start, token, token).catch(() => 'cut off'),
  );
  await expect.poll(() => left(api, start)).toBe(before - 5);
  await expect.poll(() => charges(data)).toHaveLength(4);
  await server.kill();
  expect(await Promise.all(hanging)).toEqual(['cut off', 'cut off']);

  server = await startKeyrack({ data, base });
  for (const { reservations: [{ reference, key }] } of made) {
    const stay = await (await api.get(`/api/reservations/${reference}?key=${key}`)).json();
    expect(stay).toMatchObject({ status: 'confirmed', payment: 'succeeded' });
  }
  // The uncharged hold is given back, the charged one is sold.
  await expect.poll(() => left(api, start), { timeout: SETTLED_MS }).toBe(before - 4);
  const again = await book(api, start, 'tok_charged_then_timeout', 'tok_charged_then_timeout');
  expect(again.status()).toBe(201);
  const { reservations: [{ reference, key }] } = await again.json();
  const stay = await (await api.get(`/api/reservations/${reference}?key=${key}`)).json();
  expect(stay).toMatchObject({ status: 'confirmed', payment: 'succeeded' });
  expect(stay.paid).toEqual(stay.total);
  expect(await left(api, start)).toBe(before - 4);
  expect(charges(data), 'nobody paid twice').toHaveLength(4);

  const check = execFileSync(process.env.KEYRACK_BINARY, ['check'], {
    env: { ...process.env, KEYRACK_DATA: data },
  });
  expect(check.toString()).toContain(' 0 failed');
  await server.stop();
  rmSync(data, { recursive: true, force: true });
});

/** Asks for a prepaid double room for two nights. */
function book(api, ahead, key, token) {
  return api.post('/api/reservations', {
    headers: { 'Idempotency-Key': key },
    timeout: 60_000,
    data: {
      hotel: 'AUR', room_type: 'DBL', rate_plan: 'NREF',
      arrival: day(ahead), departure: day(ahead + 2), adults: 2, children: 0,
      guest: { name: 'Elena Rossi' }, payment: { token },
    },
  });
}

/** How many double rooms are left for these nights. */
async function left(api, ahead) {
  const answer = await api.get(
    `/api/availability?hotel=AUR&arrival=${day(ahead)}&departure=${day(ahead + 2)}&adults=2&children=0`,
  );
  const { offers } = await answer.json();
  return offers.find(({ room_type }) => room_type === 'DBL')?.available ?? 0;
}

/** The charges in the gateway's books. */
function charges(data) {
  const folder = join(data, 'sandbox');
  return readdirSync(folder)
    .flatMap((file) => readFileSync(join(folder, file), 'utf8').trim().split('\n'))
    .filter((line) => line.includes('"charge":'));
}
