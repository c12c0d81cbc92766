// What the guest's specs share: days far enough ahead to be free, and the way through the pages.
import { expect } from '@playwright/test';

/** A day as addresses write it, so many days from now. */
export function day(ahead) {
  return new Date(Date.now() + ahead * 86_400_000).toISOString().slice(0, 10);
}

/** The booking page for some nights, so many days from now. */
export function search(ahead, nights = 2) {
  return `/book/AUR?${query(ahead, nights)}`;
}

const query = (ahead, nights) =>
  `arrival=${day(ahead)}&departure=${day(ahead + nights)}&adults=2&children=0`;

/** So many days from now or later: the first arrival for which a double room is to be had at every
 *  rate, with some to spare for the other specs. The demo house is often full. */
export async function freeFrom(page, ahead, { nights = 2, span = 60, rooms = 3 } = {}) {
  for (let start = ahead; start < ahead + span; start += 1) {
    const answer = await page.request.get(`/api/availability?hotel=AUR&${query(start, nights)}`);
    const { offers } = await answer.json();
    const plenty = offers.filter(({ room_type, available }) => room_type === 'DBL' && available >= rooms);
    if (['FLEX', 'NREF'].every((plan) => plenty.some(({ rate_plan }) => rate_plan === plan))) return start;
  }
  throw new Error(`the demo house has nothing free around ${day(ahead)}`);
}

/** Opens the booking page for nights that are free, so many days from now or later. */
export async function openSearch(page, ahead) {
  await page.goto(search(await freeFrom(page, ahead)));
}

/** Chooses a double room at this rate, and waits for its form. */
export async function choose(page, rate = 'Flexible') {
  await page.getByRole('link', { name: new RegExp(`^Choose Double Room, ${rate}`) }).first().click();
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
