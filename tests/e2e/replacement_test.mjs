// A technician asks whether a repair is worth it; the CIO sets prices and reads the plan that follows, in English and in Spanish.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { open_browser } from './harness/browser.mjs';
import { check_page } from './harness/check.mjs';
import { open_page_as, serve_demo } from './harness/server.mjs';

describe('repair or replace', () => {
  let district, browser, technician, cio;

  before(async () => {
    district = await serve_demo();
    browser = await open_browser();
    technician = await open_page_as(browser, district, 'technician', { width: 390 });
    cio = await open_page_as(browser, district, 'cio');
  });
  after(async () => {
    await browser?.close();
    await district?.stop();
  });

  test('every verdict occurs, each with its reason', async () => {
    for (const verdict of ['keep', 'repair', 'replace', 'warranty', 'unknown']) {
      await technician.goto(`/planning/devices?verdict=${verdict}`);
      assert.ok((await technician.locator('tbody tr').count()) > 0, verdict);
    }
    await technician.goto('/planning/devices');
    await technician.getByText(/devices; their successors cost \$/).waitFor();
    await check_page(technician, 'past-sense');
  });

  test('a technician tries a quote on the page of a device', async () => {
    await technician.goto('/planning/devices?verdict=repair');
    await technician.locator('tbody th a').first().click();
    await technician.getByRole('heading', { level: 1, name: 'Repair or replace' }).waitFor();
    await check_page(technician, 'verdict');
    await technician.locator('a.back').click();
    await technician.getByLabel('Quote for a repair, in dollars').fill('12.50');
    await check_page(technician, 'device-with-verdict');
    await technician.getByRole('button', { name: 'Repair or replace?' }).click();
    await technician.getByText('The repair for $12.50 is worth it').waitFor();
    await technician.getByText('With the quote that you entered:').waitFor();
    await technician.getByLabel('Quote for the repair, in dollars').fill('900');
    await technician.getByRole('button', { name: 'Repair or replace?' }).click();
    await technician.getByText('The repair for $900.00 is not worth it').waitFor();
    await technician.getByText('The two costs, term by term').click();
    await technician.getByText(/^Keeping: \(\$900\.00 for the repair/).waitFor();
    await check_page(technician, 'verdict-quote');
    await technician.getByLabel('Quote for the repair, in dollars').fill('a lot');
    await technician.getByRole('button', { name: 'Repair or replace?' }).click();
    await technician.getByRole('alert').waitFor();
    await check_page(technician, 'verdict-refused');
  });

  test('a number opens the failures that it counts', async () => {
    await technician.goto('/planning/devices?verdict=keep');
    await technician.locator('tbody th a').first().click();
    await technician.locator('dl.facts a').first().click();
    await technician.getByRole('heading', { name: 'By age' }).waitFor();
    await technician.getByRole('link', { name: 'Show all failures' }).click();
    await check_page(technician, 'failures-of-model');
    const number = technician.locator('tbody td a[href*="what=wear"]').first();
    const said = Number(await number.textContent());
    await number.click();
    await technician.getByRole('heading', { name: `Failures (${said})` }).waitFor();
    await technician.goto('/planning/devices?verdict=keep&kind=chromebook');
    await technician.locator('tbody th a').first().click();
    await technician.locator('dl.facts a[href^="/planning/accidents"]').click();
    await technician.getByRole('heading', { level: 1, name: /^Accidents: Chromebook, / }).waitFor();
    await check_page(technician, 'accidents');
  });

  test('the CIO sets a price, and the plan follows', async () => {
    await cio.goto('/planning/prices');
    await check_page(cio, 'prices');
    await cio.getByRole('link', { name: 'Printer' }).click();
    await cio.getByText('Nobody has set a price yet').waitFor();
    await cio.getByLabel('Price of a new one').fill('cheap');
    await cio.getByRole('button', { name: 'Save' }).click();
    await cio.getByRole('alert').waitFor();
    await check_page(cio, 'price-refused');
    await cio.getByLabel('Price of a new one').fill('401.50');
    await cio.getByLabel('Paid from').fill('Bond 2027');
    await cio.getByRole('button', { name: 'Save' }).click();
    await cio.getByText('Saved. Verdicts and plan are being counted anew.').waitFor();
    await cio.getByText('$401.50').waitFor();
    for (let tries = 0; ; ++tries) {
      await cio.goto('/planning/replacement');
      if (await cio.locator('#fund option', { hasText: 'Bond 2027' }).count()) break;
      assert.ok(tries < 100, 'the plan knows the new source of money');
      await cio.waitForTimeout(200);
    }
    await cio.goto('/planning/prices/kinds/printer');
    await cio.getByText('$401.50 for a new one').waitFor();
    await check_page(cio, 'price');
    await cio.goto('/planning/prices/assumptions');
    await check_page(cio, 'assumptions');
  });

  test('the plan is read by year, school and money, and each number opens its devices', async () => {
    await cio.goto('/planning/replacement');
    await cio.locator('canvas').first().waitFor();
    await check_page(cio, 'plan');
    const cell = cio.locator('tbody td.number a').first();
    const devices = Number(await cell.textContent());
    await cell.click();
    await cio.getByText(new RegExp(`^${devices} devices?;`)).waitFor();
    await check_page(cio, 'plan-devices', { narrow_only: true });
    for (const [kind, magic] of [['xlsx', 'PK'], ['csv', '\uFEFF']]) {
      const file = await cio.request.get(`/planning/replacement/export?as=${kind}`);
      assert.equal(file.status(), 200);
      assert.ok((await file.body()).toString('utf8').startsWith(magic), kind);
    }
  });

  test('a budget says what waits, without script too', async () => {
    await cio.goto('/planning/replacement');
    await cio.locator('#budget1').fill('4000');
    await cio.getByLabel('Whom the money reaches first').selectOption('support');
    await cio.getByRole('button', { name: 'Try this budget' }).click();
    await cio.getByText(/^After .* devices still wait/).waitFor();
    await check_page(cio, 'plan-budget');
    const plain = await open_page_as(browser, district, 'cio', { width: 390, script: false });
    await plain.goto('/planning/replacement?budget1=100000000');
    await plain.getByText('The budget is enough').waitFor();
    assert.ok((await plain.locator('table.sheet').count()) >= 3, 'the tables tell it');
    await plain.emulateMedia({ media: 'print' });
    assert.equal(await plain.getByRole('button', { name: 'Try this budget' }).isVisible(), false);
  });

  test('everything is there in Spanish', async () => {
    const page = await open_page_as(browser, district, 'cio', { width: 390 });
    await page.goto('/planning/replacement');
    await page.getByRole('button', { name: 'Español' }).click();
    await page.getByRole('heading', { name: 'Plan de reemplazo' }).waitFor();
    for (const [address, name] of [['/planning/replacement?budget1=4000', 'plan-es'], ['/planning/devices', 'ya-no-convienen'], ['/planning/prices', 'precios'], ['/planning/prices/assumptions', 'supuestos']]) {
      await page.goto(address);
      await check_page(page, name, { narrow_only: true });
    }
    await page.goto('/planning/devices?verdict=repair');
    await page.locator('tbody th a').first().click();
    await page.getByRole('heading', { name: 'Reparar o reemplazar', level: 1 }).waitFor();
    await check_page(page, 'veredicto', { narrow_only: true });
    // English again, for whoever uses this person after us.
    await page.getByRole('button', { name: 'English' }).click();
    await page.getByRole('heading', { name: 'Repair or replace', level: 1 }).waitFor();
  });
});
