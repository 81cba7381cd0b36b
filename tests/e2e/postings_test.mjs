// From a role to a job that everybody can read: a CIO looks a title up, writes a description, mends what the check finds, approves, publishes, withdraws.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { open_browser, open_page } from './harness/browser.mjs';
import { check_page } from './harness/check.mjs';
import { open_page_as, serve_demo } from './harness/server.mjs';

describe('from a role to a posting', () => {
  let district, browser, page, guest;

  before(async () => {
    district = await serve_demo();
    browser = await open_browser();
    page = await open_page_as(browser, district, 'cio');
    guest = await open_page(browser, { url: district.url });
  });
  after(async () => {
    await browser?.close();
    await district?.stop();
  });

  const save = async (words) => {
    await page.locator('main form .btn-primary').last().click();
    await page.getByText(words).first().waitFor();
  };

  test('a title that means several roles is looked up', async () => {
    await page.goto('/roles?q=technology+specialist');
    await page.getByText('means different work in different districts').waitFor();
    await check_page(page, 'roles-search');
    await page.goto('/roles/technician');
    await check_page(page, 'role-whole');
    await page.goto('/roles/technician/content');
    await check_page(page, 'role-content');
    await page.goto('/roles/new');
    await check_page(page, 'role-new');
  });

  test('a description is made of two roles, and the check says what is missing', async () => {
    await page.goto('/job-descriptions');
    await check_page(page, 'job-descriptions');
    await page.getByRole('link', { name: 'New job description' }).click();
    await page.locator('#title').fill('Device and web technician');
    await page.locator('#share_technician').fill('70');
    await page.locator('#share_webmaster').fill('20');
    await save('add up to 100');
    await check_page(page, 'job-new-refused');
    await page.locator('#share_webmaster').fill('30');
    await save('The draft is there');
    await page.getByText('The pay range is missing.').first().waitFor();
    await check_page(page, 'job-draft');
  });

  test('what is missing is filled in, and the check finds no error', async () => {
    await page.getByRole('link', { name: 'The pay range is missing.' }).click();
    for (const [field, value] of Object.entries({ purpose: 'Keeps devices in use and the website right.', reports_to: 'CIO', evaluated_by: 'CIO', term_months: '12', hours: '40',
      pay_from: '21', pay_to: '27', benefits: 'Health plan', background: 'Fingerprints', success_90: 'Repairs alone', success_365: 'Leads a renewal' })) {
      await page.locator(`#${field}`).fill(value);
    }
    await page.locator('#flsa').selectOption('nonexempt');
    await page.locator('#pay_unit').selectOption('hour');
    await check_page(page, 'job-facts');
    await save('Saved.');
    assert.equal(await page.getByText('With these errors the job cannot be published').count(), 0);
    await page.goto(`${page.url()}/duties`);
    await check_page(page, 'job-duties');
    await page.goto(page.url().replace('/duties', '/limits'));
    await check_page(page, 'job-limits');
    await page.goto(page.url().replace('/limits', '/approval'));
    await check_page(page, 'job-approval');
    await save('Version 1 is approved.');
    await check_page(page, 'job-approved');
  });

  test('it is published, read by everybody, and withdrawn', async () => {
    await page.getByRole('link', { name: 'Publish' }).click();
    await page.locator('#apply_email').fill('jobs@riverbend.example');
    await check_page(page, 'posting-form');
    await save('The job is published.');
    await check_page(page, 'posting-record');
    const address = new URL(page.url()).pathname;

    await guest.goto('/postings');
    await check_page(guest, 'postings');
    await guest.getByRole('link', { name: 'Device and web technician' }).click();
    await check_page(guest, 'posting');
    const job = JSON.parse(await guest.locator('script[type="application/ld+json"]').textContent());
    assert.equal(job['@type'], 'JobPosting');
    assert.equal(job.baseSalary.value.minValue, 21);
    assert.equal(job.directApply, false);

    await page.locator('#why').fill('Filled inside');
    await page.getByRole('button', { name: 'Withdraw' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Withdraw' }).click();
    await page.getByText('The posting is withdrawn.').waitFor();
    const answer = await guest.goto(address);
    assert.equal(answer.status(), 410);
    assert.equal(await guest.locator('script[type="application/ld+json"]').count(), 0);
    await check_page(guest, 'posting-over');
  });

  test('two versions are laid side by side', async () => {
    await page.goto('/job-descriptions');
    await page.getByRole('link', { name: 'Technology and web technician' }).click();
    await page.getByRole('link', { name: 'What changed' }).click();
    await page.locator('del').first().waitFor();
    await check_page(page, 'job-compare');
  });

  test('what came out of a drawer is found out', async () => {
    await page.goto('/job-descriptions');
    await page.getByRole('link', { name: 'Technology Coordinator' }).click();
    await page.getByText('Evaluates teachers in their use of technology').first().waitFor();
    await check_page(page, 'job-drawer');
  });
});
