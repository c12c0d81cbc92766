// Every page, on a desk's screen and on a phone, light and dark: nothing that keeps people out, and
// nothing that hangs over the edge. With SCREENSHOTS=1 the pictures in docs/screenshots are taken.
import { expect, test } from '@playwright/test';

import {
  DESK, complaints, expectAccessible, expectNoSidewaysScroll, login, waitForHydration,
} from './support.mjs';

const PAGES = [
  { name: 'home', path: '/' },
  { name: 'book', path: '/book/AUR' },
  { name: 'login', path: '/login' },
  { name: 'not-found', path: '/no-such-page', status: 404 },
  { name: 'today', path: '/desk/AUR', as: DESK },
  { name: 'rack', path: '/desk/AUR/rack', as: DESK },
  { name: 'reservation', path: '/desk/AUR', as: DESK, follow: 'a[href*="/reservations/"]' },
];
const SCREENS = [
  { width: 1440, height: 900 },
  { width: 390, height: 844 },
];
const THEMES = ['light', 'dark'];

// One log-in per person and file: the rate limit is meant for guesses, not for us.
const sessions = new Map();
async function session(browser, baseURL, email) {
  if (!sessions.has(email)) {
    const context = await browser.newContext({ baseURL });
    await login(await context.newPage(), email);
    sessions.set(email, await context.storageState());
    await context.close();
  }
  return sessions.get(email);
}

for (const { name, path, as, follow, status = 200 } of PAGES) {
  for (const { width, height } of SCREENS) {
    for (const theme of THEMES) {
      test(`${name}, ${width}, ${theme}`, async ({ browser, baseURL }) => {
        const context = await browser.newContext({
          baseURL,
          viewport: { width, height },
          reducedMotion: 'reduce',
          storageState: as && (await session(browser, baseURL, as)),
        });
        await context.addCookies([{ name: 'theme', value: theme, url: baseURL }]);
        const page = await context.newPage();
        const seen = complaints(page);

        const response = await page.goto(path);
        expect(response.status()).toBe(status);
        if (follow) await page.goto(await page.locator(follow).first().getAttribute('href'));
        await waitForHydration(page);
        await expect(page.locator('html')).toHaveAttribute('data-theme', theme);
        await expectNoSidewaysScroll(page);
        await expectAccessible(page);
        if (process.env.SCREENSHOTS) {
          await page.screenshot({ path: `docs/screenshots/${name}-${width}-${theme}.png` });
        }
        // A page that answers 404 is itself such a complaint of the browser.
        expect(seen.filter((text) => status === 200 || !text.includes(`${status}`))).toEqual([]);
        await context.close();
      });
    }
  }
}
