// A principal writes the news of one school, the webmaster closes the schools with one tap, families read it at once.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { open_browser, open_page } from './harness/browser.mjs';
import { check_page } from './harness/check.mjs';
import { open_page_as, serve_demo } from './harness/server.mjs';

describe('news', () => {
  let district, browser, principal, web, family;

  before(async () => {
    district = await serve_demo();
    browser = await open_browser();
    principal = await open_page_as(browser, district, 'principal');
    web = await open_page_as(browser, district, 'webmaster');
    family = await open_page(browser, { width: 390, url: district.url });
  });
  after(async () => {
    await browser?.close();
    await district?.stop();
  });

  test('families read what there is, in English and in Spanish', async () => {
    await family.goto('/news');
    await family.getByRole('link', { name: 'Every menu says what is in the food' }).waitFor();
    assert.equal(await family.getByText('Book fair').count(), 0, 'its time is over');
    assert.equal(await family.getByText('Devices come back').count(), 0, 'its time has not come');
    await check_page(family, 'news');
    await family.getByRole('link', { name: 'Enrollment for next year is open' }).click();
    await check_page(family, 'news-item');
    await family.goto('/es/news');
    await family.getByRole('link', { name: 'Cada menú dice qué lleva la comida' }).waitFor();
    await check_page(family, 'noticias', { narrow_only: true });
    const feed = await (await family.request.get('/news/feed.json')).json();
    assert.equal(feed.version, 'https://jsonfeed.org/version/1.1');
    assert.ok(feed.items.length > 3);
    const atom = await (await family.request.get('/news/feed.atom')).text();
    assert.equal(await family.evaluate((text) => new DOMParser().parseFromString(text, 'application/xml').querySelectorAll('entry').length, atom), feed.items.length);
  });

  test('a principal writes news of their school, mends what the checks find, and publishes', async () => {
    await principal.goto('/website');
    await check_page(principal, 'website-principal');
    await principal.goto('/website/news');
    await check_page(principal, 'website-news');
    await principal.goto('/website/news/new');
    await check_page(principal, 'news-new');
    await principal.locator('main form .btn-primary').click();
    await principal.getByText('Write a title in English or in Spanish.').first().waitFor();
    await check_page(principal, 'news-refused');
    await principal.locator('#title_en').fill('Chess club begins');
    await principal.locator('#body_en').fill('Every Tuesday at 3. [Click here](/chess)\n\nIn the library.');
    await principal.locator('main form .btn-primary').click();
    await principal.getByText('A link says only “Click here”.').waitFor();
    await principal.getByText('Nothing is at /chess.').waitFor();
    await check_page(principal, 'news-held-back');
    await principal.getByRole('link', { name: 'Change the words' }).click();
    await principal.locator('#body_en').fill('Every Tuesday at 3.\n\n## Where\n\nIn the library.');
    await check_page(principal, 'news-change');
    await principal.locator('main form .btn-primary').click();
    await principal.getByText('Nothing to mend.').waitFor();
    await principal.getByRole('button', { name: 'Publish' }).click();
    await principal.getByText('Published.').waitFor();
    await check_page(principal, 'news-published');
    await family.goto('/news');
    await family.getByRole('link', { name: 'Chess club begins' }).click();
    await family.getByRole('heading', { name: 'Where' }).waitFor();
    await family.goto(new URL(family.url()).pathname.replace(/^/, '/es'));
    await family.getByText('Esto se escribió solo en inglés.').waitFor();
    await check_page(family, 'noticia-en-ingles', { narrow_only: true });
    for (const address of ['/website/pages', '/website/redirects', '/website/sections']) assert.equal((await principal.goto(address)).status(), 403, address);
  });

  test('versions are compared', async () => {
    await principal.goto('/website/news');
    await principal.getByRole('link', { name: 'Chess club begins' }).click();
    await principal.getByRole('link', { name: 'Versions' }).click();
    await check_page(principal, 'news-versions');
    await principal.getByRole('link', { name: 'What changed' }).first().click();
    await principal.locator('del').first().waitFor();
    await check_page(principal, 'news-compare');
  });

  test('a closure takes one tap and stands on every page', async () => {
    await web.goto('/website/banner');
    await check_page(web, 'website-banner');
    await web.getByRole('button', { name: 'Closed today' }).click();
    await web.getByText('It stands on every public page now.').waitFor();
    await check_page(web, 'website-banner-set');
    for (const [address, words] of [['/news', 'All schools: closed today'], ['/es/news', 'Todas las escuelas: cerrado hoy'], ['/schools', 'All schools: closed today']]) {
      await family.goto(address);
      await family.getByText(words).first().waitFor();
    }
    await check_page(family, 'banner-on-a-page');
    await web.getByRole('button', { name: 'End it now' }).first().click();
    await web.getByRole('dialog').getByRole('button', { name: 'End it now' }).click();
    await web.getByText('The banner is gone, and its news is withdrawn.').waitFor();
    await family.goto('/schools');
    assert.equal(await family.getByText('All schools: closed today').count(), 0);
  });

  test('what is withdrawn says so', async () => {
    await web.goto('/website/news');
    await web.getByRole('link', { name: 'Enrollment for next year is open' }).click();
    await web.getByText('Take it off the website').first().click();
    await web.getByRole('button', { name: 'Take it off the website' }).click();
    await web.getByRole('dialog').getByRole('button', { name: 'Take it off the website' }).click();
    await web.getByText('It is off the website.').waitFor();
    await check_page(web, 'news-withdrawn');
    const number = new URL(web.url()).pathname.split('/').at(-1);
    assert.equal((await family.goto(`/news/${number}`)).status(), 410);
    await family.getByText('This item was withdrawn by the district.').waitFor();
    await check_page(family, 'news-gone');
  });
});
