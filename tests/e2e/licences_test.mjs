// A technician enters a certificate, the personnel office verifies it, and a specialist sees what is missing for a renewal.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { open_browser } from './harness/browser.mjs';
import { check_page } from './harness/check.mjs';
import { open_page_as, serve_demo } from './harness/server.mjs';

describe('licences and certificates', () => {
  let district, browser, technician, personnel, specialist;

  before(async () => {
    district = await serve_demo();
    browser = await open_browser();
    technician = await open_page_as(browser, district, 'technician');
    personnel = await open_page_as(browser, district, 'personnel');
    specialist = await open_page_as(browser, district, 'specialist');
  });
  after(async () => {
    await browser?.close();
    await district?.stop();
  });

  test('a certificate is entered with its document, and waits', async () => {
    await technician.goto('/roles');
    await technician.getByRole('link', { name: 'My licences' }).click();
    await check_page(technician, 'licences-none');
    await technician.getByRole('link', { name: 'Certificates', exact: true }).click();
    await check_page(technician, 'credentials');
    await technician.getByRole('link', { name: 'Add a certificate' }).first().click();
    await check_page(technician, 'credential-new');
    await technician.locator('#credential').selectOption({ label: 'CompTIA Network+' });
    await technician.locator('#number').fill('COMP00417');
    await technician.locator('#issued').fill('2026-01-10');
    await technician.locator('#expires').fill('2029-01-09');
    await technician.locator('#evidence').setInputFiles({ name: 'network.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.4 a certificate') });
    await technician.locator('main form .btn-primary').click();
    await technician.getByText('will verify it').waitFor();
    await technician.getByText('network.pdf').waitFor();
    await check_page(technician, 'credential-unverified');
  });

  test('the personnel office verifies it', async () => {
    await personnel.goto('/licences/all?show=unverified');
    await check_page(personnel, 'licences-all');
    await personnel.getByRole('row', { name: /Dana Reyes/ }).getByRole('link').first().click();
    await personnel.getByRole('button', { name: 'Verify' }).click();
    await personnel.getByText('It counts as proof now').waitFor();
    await check_page(personnel, 'licence-verified');
  });

  test('a specialist sees what is missing, and where the rule comes from', async () => {
    await specialist.goto('/licences');
    await check_page(specialist, 'licences');
    await specialist.getByRole('link', { name: 'Teaching licence, standard' }).click();
    await specialist.getByText('of 120 hours; the state decides').first().waitFor();
    await specialist.getByText('Reading about computational thinking').first().waitFor();
    assert.equal(await specialist.getByText(/compliant/i).count(), 0);
    await check_page(specialist, 'licence-renewal');
    await specialist.getByRole('link', { name: 'Add an activity' }).click();
    await check_page(specialist, 'activity-new');
    await specialist.locator('#title').fill('Maps in social studies');
    await specialist.locator('#on').fill('2026-02-03');
    await specialist.locator('#amount').fill('2.5');
    await specialist.locator('#provider').fill('Regional Office of Education');
    await specialist.locator('main form .btn-primary').click();
    await specialist.getByText('It counts once somebody has confirmed it').waitFor();
  });

  test('rules and kinds are the district\'s to change', async () => {
    for (const [name, address] of [['renewal-rules', '/settings/renewal-rules'], ['renewal-rule', '/settings/renewal-rules/3'], ['credential-kinds', '/settings/credentials'],
      ['credential-kind', '/settings/credentials/1'], ['licence-new', '/licences/new']]) {
      const answer = await personnel.goto(address);
      assert.equal(answer.status(), 200, address);
      await check_page(personnel, name);
    }
  });
});
