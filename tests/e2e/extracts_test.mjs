// The data specialist makes a file for a regulator, sees what the rules say, takes it along and certifies it; then makes it again.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';
import { open_browser } from './harness/browser.mjs';
import { check_page } from './harness/check.mjs';
import { open_page_as, serve_demo } from './harness/server.mjs';

describe('files for regulators', () => {
  let district, browser, page;

  before(async () => {
    district = await serve_demo();
    browser = await open_browser();
    page = await open_page_as(browser, district, 'data', { speaking: 'en' });
  });
  after(async () => {
    await browser?.close();
    await district?.stop();
  });

  const fill = async (on, year) => {
    await on.goto('/extracts/us-ed.fs195');
    await on.locator('#p-school_year').fill(String(year));
    await on.locator('#p-state_postal').fill('TN');
    await on.locator('#p-state_fips').fill('47');
    await on.locator('#p-lea_number').fill('01234');
  };
  const make = async (on, year) => {
    await fill(on, year);
    await on.getByRole('button', { name: 'Make and check it' }).click();
    await on.waitForURL(/\/runs\/\d+$/);
    await on.locator('#counts').waitFor({ timeout: 30000 });
    return on.url();
  };
  const take = async (on, label) => {
    const [file] = await Promise.all([on.waitForEvent('download'), on.getByRole('button', { name: label }).click()]);
    return { name: file.suggestedFilename(), bytes: readFileSync(await file.path()) };
  };
  let address, certified;
  const year = new Date().getMonth() >= 6 ? new Date().getFullYear() + 1 : new Date().getFullYear();

  test('the way leads from the data page, and every value is asked for', async () => {
    await page.goto('/data');
    await page.locator('a[href="/extracts"]').click();
    await check_page(page, 'extracts');
    await page.getByRole('link', { name: 'Chronic absenteeism (EDFacts FS195)' }).click();
    await check_page(page, 'extract');
    await fill(page, 22);
    await page.getByRole('button', { name: 'Make and check it' }).click();
    await page.locator('#p-school_year-error').waitFor();
    assert.equal(await page.locator('#p-lea_number').inputValue(), '01234');
    await check_page(page, 'extract-problem');
  });

  test('a file is made from the warehouse, checked, and taken along in each format', async () => {
    address = await make(page, year);
    await check_page(page, 'extract-run');
    const fixed = await take(page, 'Fixed positions');
    assert.match(fixed.name, /^us-ed\.fs195-\d{4}-\d+\.txt$/);
    const lines = fixed.bytes.toString('latin1').split('\r\n');
    assert.equal(lines.pop(), '');
    assert.equal(lines[0].length, 584);
    assert.ok(lines.slice(1).every((line) => line.length === 459 && line.slice(10, 14) === '4701' && line.slice(48, 59) === 'CHRONABSENT'));
    assert.equal(Number(lines[0].slice(50, 60)), lines.length - 1);
    const total = lines.filter((line) => line[248] === 'Y').reduce((sum, line) => sum + Number(line.slice(449)), 0);
    assert.ok(total > 0, 'the demo has students who were absent often');
    const csv = (await take(page, 'Comma-separated')).bytes.toString('latin1').trimEnd().split('\r\n');
    assert.equal(csv.length, lines.length);
    await page.goto(address);
    assert.deepEqual((await take(page, 'Fixed positions')).bytes, fixed.bytes, 'the same bytes each time');
  });

  test('it is certified once each warning has its word, and its bytes stay', async () => {
    await page.goto(address);
    const before = (await take(page, 'Fixed positions')).bytes;
    await page.getByRole('button', { name: 'Certify' }).click();
    await page.locator('.errors').first().waitFor();
    await check_page(page, 'extract-certify-problem');
    for (const field of await page.locator('textarea[name^="why-"]').all()) await field.fill('Compared with the specification of the year.');
    await page.locator('#confirm').check();
    await page.getByRole('button', { name: 'Certify' }).click();
    await page.getByRole('heading', { name: 'Certified', exact: true }).waitFor();
    certified = createHash('sha256').update(before).digest('hex');
    assert.ok((await page.locator('main').innerText()).includes(certified));
    await check_page(page, 'extract-certified');
    assert.deepEqual((await take(page, 'Fixed positions')).bytes, before);
  });

  test('made again without script, it is compared with the certified one', async () => {
    const plain = await open_page_as(browser, district, 'data', { script: false, speaking: 'en' });
    await fill(plain, year);
    assert.equal(await plain.locator('#p-state_fips').inputValue(), '47');
    await plain.getByRole('button', { name: 'Make and check it' }).click();
    await plain.waitForURL(/\/runs\/\d+$/);
    for (let tries = 0; tries < 60 && !(await plain.locator('#counts').count()); ++tries) {
      await plain.waitForTimeout(500);
      await plain.reload();
    }
    await plain.getByText('The records are the same.').waitFor();
    await plain.context().close();
    await page.goto('/extracts/us-ed.fs195');
    await check_page(page, 'extract-runs');
  });

  test('the command makes the same file, and refuses to write what breaks a rule', async () => {
    const values = ['--set', `school_year=${year}`, '--set', 'state_postal=TN', '--set', 'state_fips=47', '--set', 'lea_number=01234'];
    const bytes = await district.command('extract', 'run', 'us-ed.fs195', ...values);
    assert.equal(createHash('sha256').update(bytes).digest('hex'), certified);
    const wrong = values.map((value) => (value === 'state_fips=47' ? 'state_fips=4' : value));
    await assert.rejects(district.command('extract', 'run', 'us-ed.fs195', ...wrong), (problem) => problem.code === 1 && /FMT-003 fatal/.test(problem.stderr));
    assert.match((await district.command('warehouse', 'refresh')) + '', /up to date/);
  });

  test('others do not see it', async () => {
    const teacher = await open_page_as(browser, district, 'teacher');
    const answer = await teacher.goto('/extracts');
    assert.equal(answer.status(), 403);
  });
});
