// Debian's Chromium, driven by playwright-core.
import { chromium } from 'playwright-core';

const flags = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
  '--disable-component-update', '--disable-sync'];

export function open_browser(more_flags = []) {
  return chromium.launch({ executablePath: process.env.BELLTOWER_CHROMIUM ?? '/usr/bin/chromium', args: [...flags, ...more_flags] });
}

/// Presses what leads to another page, and waits until that page is there: a press alone may return while the old one still stands.
export async function follow(page, what) {
  await Promise.all([page.waitForEvent('framenavigated', (frame) => frame === page.mainFrame()), what.click()]);
  await page.waitForLoadState();
}

/// A fresh person at a fresh browser. `page.trouble` collects what went wrong in the console, `page.source` is the HTML
/// of the last page as the server sent it, before any script touched it.
export async function open_page(browser, { width = 1280, script = true, language = 'en-US', url, state } = {}) {
  const context = await browser.newContext({
    viewport: { width, height: width < 600 ? 844 : 800 }, locale: language, baseURL: url, javaScriptEnabled: script,
    reducedMotion: 'reduce', storageState: state, permissions: ['clipboard-read', 'clipboard-write'],
  });
  const page = await context.newPage();
  page.setDefaultTimeout(15000);
  page.trouble = [];
  page.on('pageerror', (error) => page.trouble.push(`script: ${error.message}`));
  page.on('console', (message) => {
    // The browser reports every answer of 4xx to the console, also a form that was sent back with its problems.
    const of_the_page = message.location().url === page.url();
    if (message.type() === 'error' && !(of_the_page && message.text().startsWith('Failed to load resource'))) {
      page.trouble.push(`console: ${message.text()}`);
    }
  });
  page.on('response', (response) => {
    const request = response.request();
    if (!request.isNavigationRequest() || request.frame() !== page.mainFrame() || response.status() >= 300 && response.status() < 400) return;
    page.source = response.text().catch(() => '');
  });
  return page;
}
