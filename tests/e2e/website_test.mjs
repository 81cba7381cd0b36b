// The frame of the public site: its front page and the page of a school, what the webmaster sets, and how soon everybody sees it.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { follow, open_browser, open_page } from './harness/browser.mjs';
import { check_page } from './harness/check.mjs';
import { open_page_as, serve_demo } from './harness/server.mjs';

describe('the public site', () => {
  let district, browser, webmaster, family;

  before(async () => {
    district = await serve_demo();
    browser = await open_browser();
    webmaster = await open_page_as(browser, district, 'webmaster');
    family = await open_page(browser, { width: 390, url: district.url });
  });
  after(async () => {
    await browser?.close();
    await district?.stop();
  });

  test('a family finds lunch, dates, news, schools and the telephone on the front page', async () => {
    await family.goto('/');
    await family.getByRole('heading', { name: 'Lunch', exact: true }).first().waitFor();
    await family.getByRole('heading', { name: 'Next', exact: true }).waitFor();
    await family.getByRole('heading', { name: 'News', exact: true }).waitFor();
    assert.equal(await family.getByRole('link', { name: '(555) 010-0110' }).getAttribute('href'), 'tel:5550100110');
    await family.getByText(/^(Open today \d+:\d\d–\d+:\d\d|Closed today)$/).first().waitFor();
    assert.equal(await family.locator('script').count(), 0, 'public pages need no script');
    await check_page(family, 'front');
    await family.locator('.school-list').getByRole('link', { name: 'North Elementary School' }).click();
    await family.getByRole('heading', { level: 1, name: 'North Elementary School' }).waitFor();
    await family.getByText('12 School Road, Riverbend').waitFor();
    await check_page(family, 'front-school');
  });

  test('one address is English and one Spanish, whatever the browser says', async () => {
    await family.goto('/es');
    assert.equal(await family.locator('html').getAttribute('lang'), 'es');
    await family.getByRole('heading', { name: 'Próximamente', exact: true }).waitFor();
    await check_page(family, 'portada', { narrow_only: true });
    await follow(family, family.getByRole('link', { name: 'English' }));
    assert.equal(new URL(family.url()).pathname, '/');
    assert.equal(await family.locator('html').getAttribute('lang'), 'en');
    await family.goto('/es/nowhere');
    await family.getByRole('heading', { level: 1 }).waitFor();
    await check_page(family, 'portada-falta', { narrow_only: true });
  });

  test('what was kept is answered with 304 until something changes, and then everybody sees it', async () => {
    const first = await family.request.get('/');
    const tag = first.headers().etag;
    assert.equal((await family.request.get('/', { headers: { 'If-None-Match': tag } })).status(), 304);
    await webmaster.goto('/website/appearance');
    await webmaster.getByLabel('Telephone').fill('(555) 010-0999');
    await webmaster.getByLabel('Colour of the district').fill('#ffe680');
    await webmaster.getByRole('button', { name: 'Save' }).click();
    await webmaster.getByText('Saved.').waitFor();
    await check_page(webmaster, 'appearance');
    const later = await family.request.get('/', { headers: { 'If-None-Match': tag } });
    assert.equal(later.status(), 200);
    assert.match(await later.text(), /\(555\) 010-0999/);
    await family.goto('/');
    await check_page(family, 'front-yellow');
    const sheet = await (await family.request.get(await family.locator('link[href^="/theme/"]').getAttribute('href'))).text();
    assert.match(sheet, /--school:#ffe680;--on-school:#000000/);
  });

  test('a wrong colour is named, and the form keeps what was written', async () => {
    await webmaster.goto('/website/appearance');
    await webmaster.getByLabel('Colour of the district').fill('yellow');
    await webmaster.getByLabel('Address, on one line').fill('2 River Street');
    await webmaster.getByRole('button', { name: 'Save' }).click();
    await webmaster.getByText('Write the colour as #').first().waitFor();
    assert.equal(await webmaster.getByLabel('Address, on one line').inputValue(), '2 River Street');
    await check_page(webmaster, 'appearance-wrong');
  });

  test('a closed site leads to the start page of the staff', async () => {
    await webmaster.goto('/website/appearance');
    await webmaster.getByLabel('The public site is open').uncheck();
    await webmaster.getByRole('button', { name: 'Save' }).click();
    await webmaster.getByText('Saved.').waitFor();
    await family.goto('/');
    assert.equal(new URL(family.url()).pathname, '/start');
  });
});
