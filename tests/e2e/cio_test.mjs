// The CIO reads the department on one page, and each number opens as many rows as it says.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { open_browser } from './harness/browser.mjs';
import { check_page } from './harness/check.mjs';
import { open_page_as, serve_demo } from './harness/server.mjs';

describe('the page of the CIO', () => {
  let district, browser, cio;

  before(async () => {
    district = await serve_demo();
    browser = await open_browser();
    cio = await open_page_as(browser, district, 'cio');
  });
  after(async () => {
    await browser?.close();
    await district?.stop();
  });

  /// Rows of a list over all its pages.
  const rows_of = async (href) => {
    let rows = 0;
    for (let next = href; next; ) {
      const text = await (await cio.request.get(next)).text();
      rows += text.split('<tr data-row').length - 1;
      next = /rel="next" href="([^"]+)"/.exec(text)?.[1].replaceAll('&amp;', '&');
    }
    return rows;
  };

  test('one page, on a desk, a phone and paper', async () => {
    await cio.goto('/start');
    await cio.getByRole('main').getByRole('link', { name: /The department/ }).click();
    await cio.getByRole('heading', { level: 1, name: 'The department' }).waitFor();
    await check_page(cio, 'cio');
    assert.ok((await cio.locator('table').count()) >= 6);
    await cio.emulateMedia({ media: 'print' });
    assert.equal(await cio.getByLabel('Period').isVisible(), false);
    await cio.emulateMedia({ media: null });
  });

  test('every number opens its rows', async () => {
    await cio.goto('/planning?period=4w');
    const numbers = await cio.locator('a[data-rows]').evaluateAll((links) => links.map((link) => [link.getAttribute('href'), Number(link.dataset.rows)]));
    assert.ok(numbers.length > 40, `${numbers.length} numbers`);
    for (const [href, number] of numbers) assert.equal(await rows_of(href), number, href);
  });

  test('the rows say what they are', async () => {
    await cio.goto('/planning?period=52w');
    await cio.locator('section[aria-label="Work that waited for a skill or an authority"] a[href^="/planning/waits"]').first().click();
    await cio.getByRole('heading', { level: 1, name: 'Waits for a skill or an authority' }).waitFor();
    await check_page(cio, 'cio-waits');
    await cio.goto('/planning/single?on=categories&people=1');
    await check_page(cio, 'cio-single');
    await cio.goto('/planning/papers');
    await check_page(cio, 'cio-papers');
    await cio.goto('/planning/requests?set=unfinished');
    await check_page(cio, 'cio-requests');
    const file = await cio.request.get('/planning/tables/teams?period=4w');
    assert.match(file.headers()['content-disposition'], /planning-teams-.*\.csv/);
    assert.match(await file.text(), /Technicians/);
  });

  test('it is the same in Spanish', async () => {
    await cio.goto('/planning');
    await cio.locator('button[name="language"][value="es"]').click();
    await cio.getByRole('heading', { level: 1, name: 'El departamento' }).waitFor();
    await check_page(cio, 'cio-es', { narrow_only: true });
    await cio.goto('/planning/requests?set=waiting');
    await check_page(cio, 'cio-solicitudes', { narrow_only: true });
    // Others sign in as the same person of the demo.
    await cio.locator('button[name="language"][value="en"]').click();
    await cio.getByRole('heading', { level: 1, name: 'Waiting' }).waitFor();
  });
});
