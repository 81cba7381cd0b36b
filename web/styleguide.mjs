// Opens web/styleguide.html in Chromium and writes screenshots, for people who change the look.
//
//   npm run styleguide            pictures in build/screenshots/styleguide/
import { mkdir } from 'node:fs/promises';
import { open_browser, open_page } from '../tests/e2e/harness/browser.mjs';
import { servePreview } from './lib/preview.mjs';

const out = new URL('../build/screenshots/styleguide', import.meta.url).pathname;
await mkdir(out, { recursive: true });
const preview = await servePreview();
const browser = await open_browser();
for (const width of [390, 1280]) {
  const page = await open_page(browser, { width, url: preview.url });
  for (const colorScheme of ['light', 'dark']) {
    await page.emulateMedia({ colorScheme });
    await page.goto('/');
    await page.screenshot({ path: `${out}/${width}-${colorScheme}.png`, fullPage: true });
    for (const section of await page.locator('section[id]').all()) {
      await section.screenshot({ path: `${out}/${width}-${colorScheme}-${await section.getAttribute('id')}.png` });
    }
  }
}
await browser.close();
await preview.stop();
