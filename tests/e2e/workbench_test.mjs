// The data specialist asks the warehouse: with and without script, refused and answered, on a desk and on a phone.
import assert from 'node:assert/strict';
import { after, afterEach, before, describe, test } from 'node:test';
import { follow, open_browser } from './harness/browser.mjs';
import { check_page } from './harness/check.mjs';
import { open_page_as, serve_demo } from './harness/server.mjs';

describe('the workbench', () => {
  let demo, browser;
  const pages = [];

  before(async () => {
    demo = await serve_demo();
    browser = await open_browser();
  });
  after(async () => {
    await browser?.close();
    await demo?.stop();
  });
  afterEach(async () => {
    for (const page of pages.splice(0)) await page.context().close();
  });

  const at_desk = async (who, options = {}) => {
    const page = await open_page_as(browser, demo, who, options);
    pages.push(page);
    return page;
  };
  const ask = async (page, sql, purpose = 'operations') => {
    await page.goto('/data/workbench');
    await page.locator('#sql').fill(sql);
    await page.locator('#purpose').selectOption(purpose);
    await page.locator('button[value="run"]').click();
    await page.waitForURL(/\/data\/runs\/\d+$/);
  };

  test('a question is asked, answered without a reload, kept in the list and asked again', async () => {
    const page = await at_desk('data');
    await page.goto('/data');
    await check_page(page, 'data-front');
    await page.locator('a[href="/data/workbench"]').click();
    await check_page(page, 'data-workbench');
    await ask(page, 'SELECT name, org_type, active FROM org ORDER BY name');
    await page.locator('table').getByText('School', { exact: false }).first().waitFor({ timeout: 20000 });
    await check_page(page, 'data-run');
    await follow(page, page.locator('a[href^="/data/workbench?run="]'));
    assert.match(await page.locator('#sql').inputValue(), /^SELECT name, org_type/);
    await ask(page, "SELECT name FROM org WHERE name = 'Nowhere'");
    await page.getByText(/No row fits|Ninguna fila/).waitFor({ timeout: 20000 });
    await check_page(page, 'data-run-empty');
    await ask(page, 'SELECT name, org_type FROM org ORDER BY name');
    await page.locator('details summary', { hasText: /Freeze as a figure|Fijar/ }).click({ timeout: 20000 });
    await check_page(page, 'data-run-freeze');
    await page.locator('#title').fill('Schools of the district');
    await page.locator('form[action="/figures"] button').click();
    await page.waitForURL(/\/figures\/\d+$/);
    await page.goto('/data/runs');
    await check_page(page, 'data-runs');
    const [file] = await Promise.all([page.waitForEvent('download'), (async () => {
      await page.locator('main table a').first().click();
      await page.locator('form[action$="/export"] button').click();
    })()]);
    assert.match(file.suggestedFilename(), /^answer-\d+\.csv$/);
  });

  test('a refusal says why, a plan needs no reason, and a wrong form is kept', async () => {
    const page = await at_desk('data');
    await ask(page, "SELECT * FROM read_csv('/etc/passwd')");
    await page.locator('.flash-bad').waitFor({ timeout: 20000 });
    assert.match(await page.locator('.flash-bad').textContent(), /read_csv/);
    await check_page(page, 'data-run-refused');

    await page.goto('/data/workbench');
    await page.locator('#sql').fill('SELECT count(*) FROM org');
    await page.locator('button[value="explain"]').click();
    await page.locator('#plan-title').waitFor();
    await check_page(page, 'data-plan');

    await page.locator('button[value="run"]').click();
    await page.locator('.errors').waitFor();
    assert.equal(await page.locator('#sql').inputValue(), 'SELECT count(*) FROM org');
    await check_page(page, 'data-workbench-errors');
    page.trouble.splice(0);
  });

  test('values are bound, and a question that takes too long is cancelled, without script', async () => {
    const page = await at_desk('data', { script: false });
    await page.goto('/data/workbench');
    await page.locator('#sql').fill('SELECT $greeting || name AS hello FROM org');
    await page.locator('form summary').click();
    await page.locator('#name_1').fill('greeting');
    await page.locator('#value_1').fill('Hello ');
    await page.locator('#purpose').selectOption('operations');
    await page.locator('button[value="run"]').click();
    for (let tries = 0; tries < 40 && !(await page.locator('td', { hasText: 'Hello ' }).count()); ++tries) {
      await page.waitForTimeout(500);
      await page.reload();
    }
    assert.ok(await page.locator('td', { hasText: 'Hello ' }).count());

    await ask(page, 'SELECT sum(sin(a.range + b.range)) FROM range(1000000) a, range(1000000) b');
    await page.locator('form[action$="/cancellation"] button').click();
    for (let tries = 0; tries < 40 && (await page.locator('#progress').count()); ++tries) {
      await page.waitForTimeout(500);
      await page.reload();
    }
    assert.match(await page.locator('.pill').first().textContent(), /Cancelled|Cancelada/);
  });

  test('others have no way in', async () => {
    const page = await at_desk('teacher');
    assert.equal((await page.goto('/data/workbench')).status(), 403);
    page.trouble.splice(0);
  });
});
