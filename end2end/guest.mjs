// What the guest's specs share: days far enough ahead to be free, and the way through the pages.
import { expect } from '@playwright/test';

/** A day as addresses write it, so many days from now. */
export function day(ahead) {
  return new Date(Date.now() + ahead * 86_400_000).toISOString().slice(0, 10);
}

/** The booking page of a hotel for some nights, so many days from now. */
export function search(ahead, nights = 2, hotel = 'AUR') {
  return `/book/${hotel}?arrival=${day(ahead)}&departure=${day(ahead + nights)}&adults=2&children=0`;
}

/** Chooses the first offer with this rate, and waits for its form. */
export async function choose(page, rate = 'Flexible') {
  await page.getByRole('link', { name: new RegExp(`^Choose .*, ${rate}`) }).first().click();
  await expect(page.getByRole('heading', { name: 'Your details' })).toBeVisible();
}

/** Fills in who stays. */
export async function introduce(page, { name = 'Elena Rossi', email = 'elena@guest.example' } = {}) {
  await page.getByLabel('Name', { exact: true }).fill(name);
  await page.getByLabel('E-mail').fill(email);
}

export const book = (page) => page.getByRole('button', { name: /^Book for/ }).click();

/** The stay's page after a booking: its thanks and its reference. */
export async function expectBooked(page) {
  await expect(page).toHaveURL(/\/stay\/AUR-[0-9A-Z]{8}\?key=\w+&new=1$/);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Thank you, your room is booked');
  return page.locator('[data-reference]').getAttribute('data-reference');
}

/** Gives the stay up on its page. */
export async function cancel(page) {
  await page.getByText('Cancel this stay').click();
  await expect(page.getByText(/^Cancelling now costs/)).toBeVisible();
  await page.getByRole('button', { name: 'Yes, cancel my stay' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('This stay is cancelled');
}
