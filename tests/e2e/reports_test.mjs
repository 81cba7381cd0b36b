// The data specialist runs reports, takes them along, writes one, freezes a figure, and a decision cites it.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { open_browser } from './harness/browser.mjs';
import { check_page } from './harness/check.mjs';
import { open_page_as, serve_demo } from './harness/server.mjs';

const own = `/*
name = "open-by-team"
title = "Open requests by team"
source = "Requests of the help desk"
tier = "operations"
[chart]
mark = "bar"
x = "team"
y = "requests"
[sentence]
by = "requests"
en = "{highest.team} has the most: {highest.requests}."
*/
SELECT team, count(*) AS requests
FROM request
GROUP BY team
ORDER BY team
`;

describe('reports and figures', () => {
  let district, browser, specialist, cio;

  before(async () => {
    district = await serve_demo();
    browser = await open_browser();
    specialist = await open_page_as(browser, district, 'data', { speaking: 'en' });
    cio = await open_page_as(browser, district, 'cio');
  });
  after(async () => {
    await browser?.close();
    await district?.stop();
  });

  const run = async (page) => {
    await page.getByRole('button', { name: 'Run the report' }).click();
    // Live where the answer takes longer than the page.
    await page.locator('.sheet').first().waitFor({ timeout: 30000 });
  };

  test('a report is found and run, and its chart is drawn under the content policy', async () => {
    await specialist.goto('/reports');
    await check_page(specialist, 'reports');
    await specialist.getByLabel('Words in the title').fill('category week');
    await specialist.getByRole('button', { name: 'Find' }).click();
    await specialist.getByRole('link', { name: 'Help desk requests by category and week' }).click();
    await run(specialist);
    await specialist.reload();
    await specialist.locator('.figure-canvas canvas').waitFor();
    const drawn = await specialist.locator('.figure-canvas canvas').evaluate((canvas) => new Set(canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data).size);
    assert.ok(drawn > 10, 'there is something on the canvas');
    await check_page(specialist, 'report-requests');
  });

  test('a chart fills its panel on a desk, and on a phone its holder is moved by the keyboard', async () => {
    const look = () => specialist.locator('.figure-holder').evaluate((holder) => {
      const canvas = holder.querySelector('canvas');
      return { room: holder.clientWidth, drawn: canvas.clientWidth, tab: holder.tabIndex, role: holder.localName, name: holder.getAttribute('aria-label') };
    });
    await specialist.setViewportSize({ width: 1280, height: 800 });
    await specialist.goto('/reports/requests-by-category-and-week');
    await specialist.locator('.figure-canvas canvas').waitFor();
    const desk = await look();
    assert.ok(desk.drawn > desk.room * 0.95 && desk.drawn < desk.room + 16, `drawn ${desk.drawn} in ${desk.room}`);
    assert.equal(await specialist.locator('.figure-wide').isVisible(), false);
    await specialist.setViewportSize({ width: 390, height: 844 });
    await specialist.reload();
    await specialist.locator('.figure-wide').waitFor();
    const phone = await look();
    assert.ok(phone.drawn > phone.room);
    assert.equal(phone.tab, 0);
    assert.equal(phone.role, 'section');
    assert.equal(phone.name, 'Chart: Help desk requests by category and week');
    assert.equal(await specialist.evaluate(() => document.documentElement.scrollWidth <= innerWidth), true);
    await specialist.setViewportSize({ width: 1280, height: 800 });
  });

  test('another reader sees the same answer, and takes it along', async () => {
    await cio.goto('/reports/requests-by-category-and-week');
    await cio.getByText('Data as of', { exact: false }).first().waitFor();
    const [csv] = await Promise.all([cio.waitForEvent('download'), cio.getByRole('link', { name: 'CSV' }).click()]);
    assert.equal(csv.suggestedFilename(), 'requests-by-category-and-week.csv');
    const [xlsx] = await Promise.all([cio.waitForEvent('download'), cio.getByRole('link', { name: 'Excel' }).click()]);
    assert.equal(xlsx.suggestedFilename(), 'requests-by-category-and-week.xlsx');
  });

  test('figures about students ask for a purpose and withhold small groups', async () => {
    await specialist.goto('/reports/students-by-school-and-grade');
    await specialist.locator('#purpose').selectOption('program_evaluation');
    await run(specialist);
    await specialist.reload();
    assert.ok(await specialist.getByRole('cell', { name: /^\d/ }).count() > 0);
    await check_page(specialist, 'report-students');
  });

  test('devices are compared by their rate, with its interval', async () => {
    await specialist.goto('/reports/device-failures-by-model');
    await run(specialist);
    await specialist.reload();
    await specialist.locator('.answer', { hasText: 'needs the most repairs' }).waitFor();
    await check_page(specialist, 'report-devices');
  });

  test('a report works without script', async () => {
    const plain = await open_page_as(browser, district, 'data', { script: false });
    await plain.goto('/reports/requests-by-category-and-week');
    assert.ok(await plain.locator('.sheet').isVisible());
    assert.equal(await plain.locator('.figure-chart').isVisible(), false);
    await plain.context().close();
  });

  test('a report is written: problems by line, a try, a version', async () => {
    await specialist.goto('/reports/new');
    await check_page(specialist, 'report-new');
    await specialist.locator('#text').fill(own.replace('source =', 'sauce ='));
    await specialist.getByRole('button', { name: 'Check only' }).click();
    await specialist.getByText('Line 4, sauce').waitFor();
    await check_page(specialist, 'report-problems');
    await specialist.locator('#text').fill(own);
    await specialist.getByRole('button', { name: 'Try it on the data' }).click();
    await specialist.locator('.sheet').waitFor({ timeout: 30000 });
    await check_page(specialist, 'report-try');
    await specialist.getByRole('button', { name: 'Save', exact: true }).click();
    await specialist.getByText('The report was saved').waitFor();
    await specialist.getByRole('link', { name: 'Change' }).click();
    await specialist.locator('#text').fill(own.replace('ORDER BY team', 'ORDER BY requests DESC'));
    await specialist.getByRole('button', { name: 'Save as a new version' }).click();
    await specialist.getByText('The report was saved').waitFor();
    await specialist.locator('summary', { hasText: 'Versions' }).click();
    await specialist.getByRole('link', { name: /^Compare/ }).first().click();
    await specialist.getByText('ORDER BY requests DESC').waitFor();
    await check_page(specialist, 'report-compare');
  });

  test('a figure is frozen, cited in a decision, and withdrawn with a reason', async () => {
    await specialist.goto('/reports/device-failures-by-model');
    await specialist.getByRole('button', { name: 'Freeze as a figure' }).click();
    await specialist.getByText('The figure is frozen').waitFor();
    await specialist.locator('.figure-canvas canvas').waitFor();
    assert.match(await specialist.locator('#citation').textContent(), /Figure \d+\. Device failures by model\..*sha256 [0-9a-f]{64}/);
    await check_page(specialist, 'figure');
    const figure = specialist.url();
    await specialist.getByRole('link', { name: 'Write down a decision' }).click();
    await specialist.locator('#title').fill('Buy no more printers of this model');
    await specialist.locator('#why').fill('They fail far more often than the others.');
    await check_page(specialist, 'decision-new');
    await specialist.locator('main form .btn-primary').click();
    await specialist.getByText('The decision was written down').waitFor();
    await check_page(specialist, 'decision');
    await specialist.goto(figure);
    await specialist.getByRole('link', { name: 'Buy no more printers of this model' }).waitFor();
    await specialist.locator('summary', { hasText: 'Withdraw' }).click();
    await specialist.locator('#why').fill('Two printers were counted twice.');
    await specialist.getByRole('button', { name: 'Withdraw this figure' }).click();
    await specialist.getByRole('dialog').getByRole('button', { name: 'Withdraw this figure' }).click();
    await specialist.getByText('Two printers were counted twice.').waitFor();
    await check_page(specialist, 'figure-withdrawn');
    for (const page of ['figures', 'decisions']) {
      await specialist.goto(`/${page}`);
      await check_page(specialist, page);
    }
  });

  test('it speaks Spanish', async () => {
    await specialist.goto('/reports/device-failures-by-model');
    await specialist.locator('button[name="language"][value="es"]').click();
    await specialist.getByText('Fallas de dispositivos por modelo').first().waitFor();
    await check_page(specialist, 'report-devices-es', { narrow_only: true });
  });
});
