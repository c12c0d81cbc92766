// The guest's way through the house with JavaScript: the same pages, without loading them anew.
import { expect, test } from '@playwright/test';

import {
  book, cancel, choose, day, expectBooked, freeFrom, introduce, openSearch,
} from './guest.mjs';
import { complaints, waitForHydration } from './support.mjs';

/** Marks the document, to see later that it was never replaced. */
const mark = (page) => page.evaluate(() => (window.marked = true));
const isMarked = (page) => page.evaluate(() => window.marked === true);

test('a guest books on one page load', async ({ page }) => {
  const seen = complaints(page);
  const start = await freeFrom(page, 120, { nights: 3 });
  await page.goto('/');
  await waitForHydration(page);
  await mark(page);
  await page.getByRole('link', { name: 'Hotel Aurora' }).click();
  await page.getByLabel('Arrival', { exact: true }).fill(day(start));
  await page.getByLabel('Departure', { exact: true }).fill(day(start + 3));
  await page.getByRole('button', { name: 'Search' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Three nights in Bolzano');

  await choose(page);
  await introduce(page);
  const [request] = await Promise.all([
    page.waitForRequest((request) => request.url().endsWith('/api/reservations')),
    book(page),
  ]);
  expect(request.headers()['idempotency-key']).toMatch(/^[0-9a-f-]{36}$/);
  await expectBooked(page);
  expect(await isMarked(page)).toBe(true);
  await cancel(page);
  expect(seen).toEqual([]);
});

test('every step can be opened by its address', async ({ page }) => {
  const seen = complaints(page);
  await openSearch(page, 75);
  await waitForHydration(page);
  await choose(page);
  await page.reload();
  await waitForHydration(page);
  await introduce(page);
  await book(page);
  await expectBooked(page);
  await page.reload();
  await waitForHydration(page);
  await expectBooked(page);
  expect(seen).toEqual([]);
});

test('an impatient double click books once', async ({ page }) => {
  await openSearch(page, 80);
  await choose(page);
  await waitForHydration(page);
  await introduce(page);
  const sent = [];
  page.on('request', (request) => {
    if (request.method() === 'POST') sent.push(request.url());
  });
  await page.getByRole('button', { name: /^Book for/ }).dblclick();
  await expectBooked(page);
  expect(sent).toHaveLength(1);
});

test('a refused card is said in place, and another one books', async ({ page }) => {
  await openSearch(page, 85);
  await choose(page, 'Saver');
  await waitForHydration(page);
  await mark(page);
  await introduce(page);
  await page.getByLabel('A refused card').check();
  await book(page);
  await expect(page.getByRole('alert')).toContainText('declined');
  await expect(page.getByLabel('Name', { exact: true })).toHaveValue('Elena Rossi');
  await page.getByLabel('A good card').check();
  await book(page);
  await expectBooked(page);
  expect(await isMarked(page)).toBe(true);
});

test('a mistake is named at its field without leaving the page', async ({ page }) => {
  await openSearch(page, 90);
  await choose(page);
  await waitForHydration(page);
  await mark(page);
  await introduce(page, { name: '   ' });
  await book(page);
  const name = page.getByLabel('Name', { exact: true });
  await expect(name).toHaveAccessibleDescription('Please give a name.');
  await name.fill('Elena Rossi');
  await book(page);
  await expectBooked(page);
  expect(await isMarked(page)).toBe(true);
});

test('a silent bank leaves the room held, and the page tells the end of it', async ({ page }) => {
  test.setTimeout(90_000);
  await openSearch(page, 95);
  await choose(page, 'Saver');
  await waitForHydration(page);
  await introduce(page);
  await page.getByLabel('A charged, silent bank').check();
  await book(page);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(
    'Your booking is being confirmed',
    { timeout: 30_000 },
  );
  await expect(page.getByRole('timer')).toContainText('Held for');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(
    'Thank you, your room is booked',
    { timeout: 45_000 },
  );
});

test('offers are looked at again when the guest comes back', async ({ page }) => {
  await openSearch(page, 140);
  await waitForHydration(page);
  await page.locator('summary', { hasText: 'Price per night' }).first().click();
  const [answer] = await Promise.all([
    page.waitForResponse((response) => response.url().includes('/api/ui/book')),
    page.evaluate(() => window.dispatchEvent(new Event('focus'))),
  ]);
  expect(answer.status()).toBe(200);
  // What was unfolded stays unfolded.
  await expect(page.locator('details.nights').first()).toHaveAttribute('open', '');
});

test('the theme changes at once and is remembered', async ({ page }) => {
  await page.goto('/book/AUR');
  await waitForHydration(page);
  await mark(page);
  await page.getByRole('button', { name: 'Dark theme' }).click();
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  expect(await isMarked(page)).toBe(true);
  await page.reload();
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
});

test('a page that is not there says so and leads on', async ({ page }) => {
  const answer = await page.goto('/stay/AUR-22222222?key=none');
  expect(answer.status()).toBe(404);
  await waitForHydration(page);
  await page.getByRole('link', { name: 'To the hotels' }).click();
  await expect(page).toHaveURL('/');
});
