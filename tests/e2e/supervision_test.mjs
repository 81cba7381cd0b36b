// A CIO who is no licensed educator directs daily work only; a principal evaluates; the two of them read it and nobody else.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { open_browser } from './harness/browser.mjs';
import { check_page } from './harness/check.mjs';
import { open_page_as, serve_demo } from './harness/server.mjs';

describe('supervision and evaluation', () => {
  let district, browser, cio, principal, specialist;

  before(async () => {
    district = await serve_demo();
    browser = await open_browser();
    cio = await open_page_as(browser, district, 'cio');
    principal = await open_page_as(browser, district, 'principal2');
    specialist = await open_page_as(browser, district, 'specialist');
  });
  after(async () => {
    await browser?.close();
    await district?.stop();
  });

  test('the CIO is refused as evaluator and line manager, with the words of the rule', async () => {
    await cio.goto('/settings/supervision');
    await check_page(cio, 'supervision');
    await cio.getByRole('link', { name: 'Record supervision' }).click();
    await cio.locator('#kind').selectOption('line_manager');
    await cio.locator('#from_email').fill('ruth@riverbend.example');
    await cio.locator('#to_email').fill('leo@riverbend.example');
    await cio.locator('main form .btn-primary').click();
    await cio.getByText('Clause 9').waitFor();
    await cio.getByText('directs daily work only?').waitFor();
    assert.equal(await cio.locator('#kind').inputValue(), 'work_director');
    await check_page(cio, 'supervision-refused');
  });

  test('the org chart draws and says the lines', async () => {
    await specialist.goto('/org-chart');
    await check_page(specialist, 'org-chart');
    await specialist.getByRole('link', { name: 'Ruth Adler' }).first().click();
    await specialist.getByText('Daily work only (dotted line): Ruth Adler').waitFor();
    await check_page(specialist, 'org-chart-cio');
  });

  test('a principal writes and signs, the specialist reads and replies, the CIO sees a count', async () => {
    await principal.goto('/evaluations');
    await check_page(principal, 'evaluations');
    await principal.getByRole('button', { name: /Begin/ }).click();
    await check_page(principal, 'evaluation-draft');
    for (let number = 1; number <= 5; ++number) await principal.locator(`#rating${number}`).selectOption('effective');
    await principal.locator('#summary').fill('A year of calm, well prepared lessons.');
    await principal.getByRole('button', { name: 'Sign' }).click();
    await check_page(principal, 'evaluation-sign');
    await principal.locator('main').getByRole('button', { name: 'Sign' }).click();
    await principal.getByText('The person can read it now').waitFor();
    const address = new URL(principal.url()).pathname;

    await specialist.goto('/evaluations');
    await specialist.getByRole('link', { name: /Samir Patel/ }).click();
    await specialist.getByText('A year of calm, well prepared lessons.').waitFor();
    await check_page(specialist, 'evaluation-signed');
    await specialist.locator('#reply').fill('Thank you.');
    await specialist.getByRole('button', { name: 'I have read it' }).click();
    await specialist.getByText('Read by Nora Lind').waitFor();

    assert.equal((await cio.goto(address)).status(), 404);
    await cio.goto('/settings/supervision/report');
    await cio.getByText('1 of 2 done').waitFor();
    await check_page(cio, 'supervision-report');
  });

  test('what states ask is data with its source', async () => {
    for (const [name, address] of [['packs', '/settings/supervision/packs'], ['pack', '/settings/supervision/packs/1'], ['relation', '/settings/supervision/1']]) {
      const answer = await cio.goto(address);
      assert.equal(answer.status(), 200, address);
      await check_page(cio, name);
    }
  });
});
