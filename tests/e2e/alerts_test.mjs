// What has more requests than usual is told; a technician reads the rows behind it, dismisses it, thinks again, and makes it a known problem.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { follow, open_browser, open_page } from './harness/browser.mjs';
import { check_page } from './harness/check.mjs';
import { open_page_as, serve_demo } from './harness/server.mjs';

describe('emerging problems', () => {
  let district, browser, technician, alert;

  before(async () => {
    district = await serve_demo();
    browser = await open_browser();
    technician = await open_page_as(browser, district, 'technician');
  });
  after(async () => {
    await browser?.close();
    await district?.stop();
  });

  test('an alert says in one sentence what was seen', async () => {
    await technician.goto('/alerts');
    await technician.getByText('would be usual').first().waitFor();
    await check_page(technician, 'alerts');
    await technician.locator('main h2 a').first().click();
    await technician.getByText('What the numbers rest on').waitFor();
    alert = new URL(technician.url()).pathname;
    await check_page(technician, 'alert');
  });

  test('each number opens its requests', async () => {
    await technician.goto(alert);
    await follow(technician, technician.getByRole('link', { name: 'The requests that were counted' }));
    assert.ok(await technician.locator('ul.queue li').count() >= 3);
    await check_page(technician, 'alert-requests');
    await technician.goto(alert);
    for (const number of [0, 1]) {
      await technician.goto(alert);
      const link = technician.locator('table a').nth(number);
      const said = Number(await link.innerText());
      await follow(technician, link);
      assert.equal(await technician.locator('ul.queue li').count(), said);
    }
  });

  test('without a reason nothing is dismissed, and a dismissal can be undone', async () => {
    await technician.goto(`${alert}/dismissal`);
    await check_page(technician, 'alert-dismiss');
    await technician.locator('main form .btn-primary').click();
    await technician.getByText('Please say why').first().waitFor();
    await check_page(technician, 'alert-dismiss-refused');
    await technician.locator('#reason').fill('A class tried all of its devices');
    await technician.locator('main form .btn-primary').click();
    await technician.getByText('A class tried all of its devices').waitFor();
    await check_page(technician, 'alert-dismissed');
    await technician.getByRole('button', { name: 'Undo the decision' }).click();
    await technician.getByText('The decision is undone').waitFor();
  });

  test('in Spanish, and without script', async () => {
    const spanish = await open_page_as(browser, district, 'technician', { language: 'es-MX' });
    await spanish.goto('/alerts');
    await spanish.locator('footer [name="language"]').click();
    await spanish.goto(alert);
    await spanish.getByText('lo habitual ser').waitFor();
    await check_page(spanish, 'alert-es', { narrow_only: true });
    await spanish.goto(`${alert}/confirmation`);
    await check_page(spanish, 'alert-confirm-es', { narrow_only: true });
    await spanish.goto('/alerts');
    await check_page(spanish, 'alerts-es', { narrow_only: true });
    await spanish.locator('footer [name="language"]').click();
    await spanish.context().close();
  });

  test('confirmed, it is a known problem', async () => {
    await technician.goto(alert);
    await technician.getByRole('link', { name: 'Make it a known problem' }).click();
    await check_page(technician, 'alert-confirm');
    await technician.locator('#title_es').fill('');
    await technician.locator('main form .btn-primary').click();
    await technician.getByText('in both languages').first().waitFor();
    await check_page(technician, 'alert-confirm-refused');
    // Of a whole school nothing is written beforehand: a person says what it is.
    const words = { title_en: 'Empty batteries at noon', title_es: 'Baterías vacías al mediodía', words_en: 'They are empty at noon.', words_es: 'Se vacían al mediodía.' };
    for (const [field, text] of Object.entries(words)) await technician.locator(`#${field}`).fill(text);
    await technician.locator('main form .btn-primary').click();
    await technician.getByText('A known problem was made of it').waitFor();
    await check_page(technician, 'alert-confirmed');
  });

  test('who may not watch does not see them', async () => {
    const teacher = await open_page_as(browser, district, 'teacher');
    assert.equal((await teacher.goto('/alerts')).status(), 403);
    const nobody = await open_page(browser, { url: district.url });
    await nobody.goto('/alerts');
    assert.ok(nobody.url().includes('/sign-in'));
  });
});
