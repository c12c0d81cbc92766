// What specs share: who logs in, when a page is awake, and what is asked of every page.
import { AxeBuilder } from '@axe-core/playwright';
import { expect } from '@playwright/test';

export const PASSWORD = 'keyrack-demo';
export const OWNER = 'owner@keyrack.example';
export const DESK = 'desk@aurora.example';

/** Logs in through the form, with or without JavaScript, and waits for the page it leads to. */
export async function login(page, email = DESK) {
  await page.goto('/login');
  await page.locator('input[name=email]').fill(email);
  await page.locator('input[name=password]').fill(PASSWORD);
  await Promise.all([
    page.waitForURL((url) => url.pathname !== '/login'),
    page.locator('form:has(input[name=password]) button[type=submit]').click(),
  ]);
}

/** Waits until the page answers to clicks: the application marks its body then. */
export async function waitForHydration(page) {
  await page.locator('body[data-hydrated]').waitFor({ state: 'attached' });
}

/** Collects what the page complains about: exceptions, and errors on its console. */
export function complaints(page) {
  const seen = [];
  page.on('pageerror', (error) => seen.push(String(error)));
  page.on('console', (message) => {
    if (message.type() === 'error') seen.push(message.text());
  });
  return seen;
}

/** Fails on every violation that axe calls serious or critical, naming rule and element. */
export async function expectAccessible(page) {
  const { violations } = await new AxeBuilder({ page }).analyze();
  const grave = violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, help, nodes }) => nodes.map(({ target }) => `${id} (${help}): ${target}`));
  expect(grave).toEqual([]);
}

/** Fails when the page can be moved sideways; a wide table must do so inside itself. */
export async function expectNoSidewaysScroll(page) {
  const [needed, there] = await page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement;
    return [scrollWidth, clientWidth];
  });
  expect(needed, 'width of the page').toBeLessThanOrEqual(there);
}
