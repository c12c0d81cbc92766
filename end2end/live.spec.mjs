// The rack is live: what guests and channels book stands there within a second, and a cut line is
// mended by the missed events alone.
import { createConnection, createServer } from 'node:net';
import { readFileSync } from 'node:fs';
import { expect, test } from '@playwright/test';

import { book, choose, day, expectBooked, freeFrom, introduce, search } from './guest.mjs';
import { login, waitForHydration } from './support.mjs';

const PROMPT_MS = 1_000;
const SAMPLE = new URL('../tests/data/alpinebits/GuestRequests-Push-OTA_HotelResNotifRQ.xml', import.meta.url);

const desk = (page) => page.locator('.desk');
const bars = (page, guest) => page.locator('.sb', { hasText: guest });

/** Opens the rack from a day on, and waits until it is live. */
async function openRack(page, ahead, base = '') {
  await page.goto(`${base}/desk/AUR/rack?from=${day(ahead)}&days=14`);
  await waitForHydration(page);
  await expect(desk(page)).toHaveAttribute('data-live', 'live');
}

/** Every request of the page from now on, the socket's aside: there must be none. */
function requests(page) {
  const seen = [];
  page.on('request', (request) => seen.push(`${request.method()} ${request.url()}`));
  return seen;
}

/** The moment at which a bar with this guest's name stands on the rack. */
const appearance = (page, guest) =>
  bars(page, guest).first().waitFor().then(() => Date.now());

test('a guest books, and the desk sees it within a second', async ({ page, browser, baseURL }) => {
  await login(page);
  const start = await freeFrom(page, 100);
  await openRack(page, start);
  const asked = requests(page);
  const appeared = appearance(page, 'Sforza');

  const guest = await (await browser.newContext({ baseURL })).newPage();
  await guest.goto(search(start));
  await choose(guest);
  await waitForHydration(guest);
  await introduce(guest, { name: 'Caterina Sforza' });
  const answered = guest
    .waitForResponse((response) => response.url().endsWith('/api/reservations'))
    .then(() => Date.now());
  await book(guest);
  await expectBooked(guest);

  expect((await appeared) - (await answered)).toBeLessThanOrEqual(PROMPT_MS);
  expect(asked).toEqual([]);
});

test('a channel books, and the desk sees it within a second', async ({ page, request }) => {
  await login(page);
  const start = await freeFrom(page, 110, { nights: 3 });
  await openRack(page, start);
  const asked = requests(page);
  const appeared = appearance(page, 'Musterfrau');

  const answer = await request.post('/webhooks/alpinebits', {
    headers: {
      Authorization: `Basic ${btoa('demo-channel:keyrack-demo')}`,
      'X-AlpineBits-ClientProtocolVersion': '2024-10',
    },
    multipart: { action: 'OTA_HotelResNotif:GuestRequests', request: sample('Musterfrau', start) },
  });
  const answered = Date.now();
  expect(await answer.text()).toContain('<Success');

  expect((await appeared) - answered).toBeLessThanOrEqual(PROMPT_MS);
  expect(asked).toEqual([]);
});

test('a line cut for half a minute is mended by the missed events', async ({ page, browser, baseURL }) => {
  test.setTimeout(150_000);
  const line = await cuttableLine(new URL(baseURL));
  await login(page);
  const frames = [];
  page.on('websocket', (socket) => {
    socket.on('framesent', ({ payload }) => frames.push(['asks', payload]));
    socket.on('framereceived', ({ payload }) => frames.push(['hears', payload]));
  });
  const start = await freeFrom(page, 60);
  await openRack(page, start, line.base);
  const asked = requests(page);

  const guest = await (await browser.newContext({ baseURL })).newPage();
  await bookFor(guest, start, 'Battista Malatesta');
  await expect(bars(page, 'Malatesta')).toHaveCount(1);

  line.cut();
  const cutAt = Date.now();
  await expect(desk(page)).toHaveAttribute('data-live', 'offline');
  const known = Number(await desk(page).getAttribute('data-version'));
  frames.length = 0;
  await bookFor(guest, start, 'Isabella Este');
  await bookFor(guest, start, 'Lucrezia Borgia');
  await bookFor(guest, start, 'Bianca Visconti');
  await expect.poll(() => Date.now() - cutAt, { timeout: 40_000 }).toBeGreaterThan(30_000);
  await expect(bars(page, 'Este')).toHaveCount(0);
  line.mend();

  await expect(desk(page)).toHaveAttribute('data-live', 'live', { timeout: 45_000 });
  for (const name of ['Este', 'Borgia', 'Visconti']) await expect(bars(page, name)).toHaveCount(1);
  expectOnlyMissedEvents(frames, known);
  expect(asked).toEqual([]);

  // The same as for somebody who opens the page now.
  const fresh = await page.context().newPage();
  await expect(async () => {
    await openRack(fresh, start, baseURL);
    expect(await chart(page)).toEqual(await chart(fresh));
  }).toPass();
  line.close();
});

/** Books a room for two nights, so many days from now or soon after. */
async function bookFor(guest, ahead, name) {
  await guest.goto(search(await freeFrom(guest, ahead, { span: 11 })));
  await choose(guest);
  await introduce(guest, { name });
  await book(guest);
  await expectBooked(guest);
}

/** The partner's sample with another guest, other days and a number of its own. */
function sample(surname, ahead) {
  return readFileSync(SAMPLE, 'utf8')
    .replaceAll('Mustermann', surname)
    .replaceAll('6b34fe24ac2ff810', crypto.randomUUID())
    .replaceAll('2023-01-01', day(ahead))
    .replaceAll('2023-01-12', day(ahead + 3));
}

/** What the rack shows: every row with its bars, where they stand and what they say. */
const chart = (page) =>
  page.locator('.rr').evaluateAll((rows) =>
    rows.map((row) => [
      row.getAttribute('aria-label'),
      [...row.querySelectorAll('.sb')].map((bar) => `${bar.style.cssText} ${bar.ariaLabel}`).sort(),
    ]),
  );

/** The page asked for what came after the last event it knew, and heard that: every event's number
 *  follows the one before, and there was no picture. */
function expectOnlyMissedEvents(frames, known) {
  const said = frames.map(([who, payload]) => [who, JSON.parse(payload)]);
  const [, question] = said.find(([who]) => who === 'asks');
  expect(question.subscribe).toMatchObject({ hotel: 'AUR', topic: 'rack', have: known });
  const heard = said.filter(([who]) => who === 'hears').map(([, frame]) => frame);
  expect(heard.filter((frame) => frame.snapshot || frame.resync)).toEqual([]);
  const numbers = heard.filter((frame) => frame.event).map((frame) => frame.event.seq);
  expect(numbers.length).toBeGreaterThanOrEqual(3);
  expect(numbers).toEqual(numbers.map((_, index) => known + 1 + index));
}

/** A way to the server that can be cut and mended: on a cut every connection dies, and no new one
 *  comes about. */
async function cuttableLine({ hostname, port }) {
  let open = true;
  const ends = new Set();
  const server = createServer((near) => {
    if (!open) return near.destroy();
    const far = createConnection(Number(port), hostname);
    for (const [end, other] of [[near, far], [far, near]]) {
      ends.add(end);
      end.pipe(other);
      end.on('error', () => other.destroy());
      end.on('close', () => (ends.delete(end), other.destroy()));
    }
  });
  await new Promise((resolve) => server.listen(0, hostname, resolve));
  return {
    base: `http://${hostname}:${server.address().port}`,
    cut: () => ((open = false), ends.forEach((end) => end.destroy())),
    mend: () => (open = true),
    close: () => (server.close(), ends.forEach((end) => end.destroy())),
  };
}
