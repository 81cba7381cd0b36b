// The data specialist brings in attendance, sees it as a batch, and takes it back; and notes that a family opted out of directory information.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { open_browser } from './harness/browser.mjs';
import { check_page } from './harness/check.mjs';
import { open_page_as, serve_demo } from './harness/server.mjs';

describe('student data', () => {
  let district, browser, page;

  before(async () => {
    district = await serve_demo();
    browser = await open_browser();
    page = await open_page_as(browser, district, 'data');
  });
  after(async () => {
    await browser?.close();
    await district?.stop();
  });

  const send = async (kind, name, text) => {
    await page.goto(`/imports/new?kind=${kind}`);
    await page.locator(`input[name="kind"][value="${kind}"]`).check({ force: true });
    await page.locator('#file').setInputFiles({ name, mimeType: 'text/csv', buffer: Buffer.from(text) });
    await page.locator('main form .btn-primary').click();
    await page.waitForURL(/\/imports\/\d+$/);
  };

  test('an empty file is downloaded, and a row of strangers is told with its place', async () => {
    await page.goto('/data/batches');
    await check_page(page, 'batches');
    const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: 'attendance.csv' }).click()]);
    assert.equal(file.suggestedFilename(), 'attendance.csv');
    await send('attendance', 'attendance.csv', 'StudentUniqueId,SchoolId,EventDate,AttendanceEventCategory\nno-such-student,no-such-school,2026-09-14,Tardy\n');
    await page.getByText('no-such-student').first().waitFor({ timeout: 20000 });
    await check_page(page, 'import-attendance-refused');
  });

  test('a batch is looked at and taken back', async () => {
    await page.goto('/data/batches');
    await page.locator('main table a').first().click();
    await page.waitForURL(/\/data\/batches\/\d+$/);
    await check_page(page, 'batch');
    await page.getByRole('button', { name: /^(Take it back|Retirarlo)$/ }).click();
    await page.getByText(/The batch was taken back|Se retiró el lote/).waitFor();
    await check_page(page, 'batches-taken-back');
  });

  test('a family opts out of directory information and allows it again', async () => {
    await page.goto('/people?role=student');
    await page.locator('main table a').first().click();
    await page.waitForURL(/\/people\/\d+$/);
    await page.getByRole('button', { name: /does not want it given out|no quiere que se dé a conocer/ }).click();
    await page.getByText(/Noted by|Lo anotó/).waitFor();
    await check_page(page, 'person-opted-out');
    await page.getByRole('button', { name: /allows it again|lo permite de nuevo/ }).click();
    await page.getByText(/may be given out as directory information|pueden darse a conocer/).waitFor();
  });
});
