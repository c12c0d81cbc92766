// The guest's way through the house without JavaScript: forms, links and nothing else.
import { expect, test } from '@playwright/test';

import {
  book, cancel, choose, day, expectBooked, freeFrom, introduce, openSearch, search,
} from './guest.mjs';

test('a guest finds a hotel, books, looks and cancels', async ({ page }) => {
  const start = await freeFrom(page, 130, { nights: 3 });
  await page.goto('/');
  await page.getByRole('link', { name: 'Hotel Aurora' }).click();
  await page.getByLabel('Arrival', { exact: true }).fill(day(start));
  await page.getByLabel('Departure', { exact: true }).fill(day(start + 3));
  await page.getByRole('button', { name: 'Search' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Three nights in Bolzano');

  await choose(page);
  await introduce(page);
  await book(page);
  const reference = await expectBooked(page);

  // The page is the guest's own: without the new=1 it greets no more, without its key it is not there.
  const address = new URL(page.url());
  address.searchParams.delete('new');
  await page.goto(address.toString());
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Your stay at Hotel Aurora');
  await expect(page.getByText(reference, { exact: true })).toBeVisible();
  const wrong = await page.goto(`/stay/${reference}?key=wrong`);
  expect(wrong.status()).toBe(404);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Not here');

  await page.goto(address.toString());
  await cancel(page);
});

test('a refused card books nothing and keeps what was typed', async ({ page }) => {
  await openSearch(page, 20);
  await choose(page, 'Saver');
  await introduce(page, { name: 'Amina Haddad', email: 'amina@guest.example' });
  await page.getByLabel('A refused card').check();
  const [answer] = await Promise.all([
    page.waitForResponse((response) => response.request().method() === 'POST'),
    book(page),
  ]);
  expect(answer.status()).toBe(422);
  await expect(page.getByRole('alert')).toContainText('declined');
  await expect(page.getByLabel('Name', { exact: true })).toHaveValue('Amina Haddad');
  await expect(page.getByLabel('E-mail')).toHaveValue('amina@guest.example');
  await expect(page.getByLabel('A refused card')).toBeChecked();

  await page.getByLabel('A good card').check();
  await book(page);
  await expectBooked(page);
  await expect(page.locator('dl').getByText('Paid')).toBeVisible();
});

test('a mistake is named at its field, and nothing is lost', async ({ page }) => {
  await openSearch(page, 30);
  await choose(page);
  await introduce(page, { name: '   ', email: 'elena@guest.example' });
  await book(page);
  const name = page.getByLabel('Name', { exact: true });
  await expect(name).toHaveAttribute('aria-invalid', 'true');
  await expect(name).toHaveAccessibleDescription('Please give a name.');
  await expect(page.getByLabel('E-mail')).toHaveValue('elena@guest.example');

  await name.fill('Elena Rossi');
  await book(page);
  await expectBooked(page);
});

test('the form sent twice books once', async ({ page }) => {
  await openSearch(page, 40);
  await choose(page);
  await introduce(page);
  await book(page);
  const first = await expectBooked(page);
  await page.goBack();
  await introduce(page);
  await book(page);
  expect(await expectBooked(page)).toBe(first);
});

test('dates that make no stay are answered with a sentence', async ({ page }) => {
  const answer = await page.goto(`/book/AUR?arrival=${day(200)}&departure=${day(190)}&adults=2`);
  expect(answer.status()).toBe(200);
  await expect(page.getByLabel('Departure', { exact: true })).toHaveAccessibleDescription(
    'The departure must be after the arrival.',
  );
  const unknown = await page.goto('/book/NOPE');
  expect(unknown.status()).toBe(404);
});

test('a day of the strip moves the stay', async ({ page }) => {
  await page.goto(search(240, 3));
  await page.getByRole('navigation', { name: /Prices/ }).getByRole('link', { name: '€' }).last().click();
  await expect(page).toHaveURL(new RegExp(`arrival=${day(246)}&departure=${day(249)}`));
});

test('staff logs in, is sent back to where it wanted to go, and out again', async ({ page }) => {
  await page.goto('/login?to=/desk/AUR/rack');
  await page.getByLabel('E-mail').fill('desk@aurora.example');
  await page.getByLabel('Password').fill('wrong');
  await page.getByRole('button', { name: 'Log in' }).click();
  await expect(page.getByRole('alert')).toContainText('do not match');
  await expect(page.getByLabel('E-mail')).toHaveValue('desk@aurora.example');
  await expect(page.getByLabel('Password')).toHaveValue('');

  await page.getByLabel('Password').fill('keyrack-demo');
  await page.getByRole('button', { name: 'Log in' }).click();
  await expect(page).toHaveURL('/desk/AUR/rack');

  await page.goto('/login');
  await page.getByRole('button', { name: 'Log out' }).click();
  await expect(page.getByText('You are logged in')).toHaveCount(0);
});

test('the theme is a choice of the visitor', async ({ page }) => {
  await page.goto('/book/AUR');
  await page.getByRole('button', { name: 'Dark theme' }).click();
  await expect(page).toHaveURL('/book/AUR');
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  await page.getByRole('button', { name: 'Light theme' }).click();
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'light');
});
