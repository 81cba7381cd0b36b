// Builds the bundle, opens web/styleguide.html in Chromium and writes screenshots, for people who change the look.
//
//   npm run styleguide            pictures in build/screenshots/styleguide/
import { mkdir, readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { chromium } from 'playwright-core';
import { buildWeb } from './build.mjs';

const root = new URL('..', import.meta.url).pathname;
const types = { css: 'text/css', js: 'text/javascript', svg: 'image/svg+xml' };

async function serve(manifest) {
  const server = createServer(async (request, response) => {
    const name = request.url.replace(/^\/assets\//, '').replace(/\?.*/, '');
    const asset = request.url.startsWith('/assets/');
    const file = asset ? `${root}build/web/${manifest[name] ?? name}` : `${root}web/styleguide.html`;
    const type = asset ? types[name.split('.').pop()] : 'text/html; charset=utf-8';
    response.writeHead(200, {
      'content-type': type,
      'content-security-policy': "default-src 'self'; img-src 'self' data:; object-src 'none'",
    });
    response.end(await readFile(file).catch(() => ''));
  });
  await new Promise((listening) => server.listen(0, '127.0.0.1', listening));
  return server;
}

const server = await serve(await buildWeb(`${root}build/web`));
const out = `${root}build/screenshots/styleguide`;
await mkdir(out, { recursive: true });
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu'] });
for (const width of [390, 1280]) {
  for (const colorScheme of ['light', 'dark']) {
    const page = await browser.newPage({ viewport: { width, height: 900 }, colorScheme });
    page.on('console', (message) => { if (message.type() === 'error') console.error(message.text()); });
    page.on('pageerror', (error) => console.error(error));
    await page.goto(`http://127.0.0.1:${server.address().port}/`);
    await page.screenshot({ path: `${out}/${width}-${colorScheme}.png`, fullPage: true });
    for (const section of await page.locator('section[id]').all()) {
      await section.screenshot({ path: `${out}/${width}-${colorScheme}-${await section.getAttribute('id')}.png` });
    }
    const beyond = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    if (beyond > 0) console.error(`${width} ${colorScheme}: ${beyond} px too wide`);
    const axe = await readFile(`${root}node_modules/axe-core/axe.min.js`, 'utf8');
    await page.evaluate(axe);
    const { violations } = await page.evaluate(() => globalThis.axe.run());
    for (const { id, nodes } of violations) {
      console.error(width, colorScheme, id, nodes.map(({ html, failureSummary }) => `${html}\n   ${failureSummary}`).join('\n  '));
    }
    await page.close();
  }
}
await browser.close();
server.close();
