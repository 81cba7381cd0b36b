// The webmaster writes a page, moves it, brings in the addresses of an older website; the nurse writes /health and nothing else.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { follow, open_browser, open_page } from './harness/browser.mjs';
import { check_page } from './harness/check.mjs';
import { open_page_as, serve_demo } from './harness/server.mjs';

describe('pages of the website', () => {
  let district, browser, nurse, web, family;

  before(async () => {
    district = await serve_demo();
    browser = await open_browser();
    nurse = await open_page_as(browser, district, 'nurse');
    web = await open_page_as(browser, district, 'webmaster');
    family = await open_page(browser, { width: 390, url: district.url });
  });
  after(async () => {
    await browser?.close();
    await district?.stop();
  });

  test('families read pages in both languages', async () => {
    for (const [address, name] of [['/enrollment', 'page-enrollment'], ['/health', 'page-health'], ['/technology-help', 'page-technology']]) {
      assert.equal((await family.goto(address)).status(), 200, address);
      await check_page(family, name);
    }
    await family.goto('/es/enrollment');
    await follow(family, family.locator('.prose').getByRole('link', { name: 'Salud' }));
    assert.equal(new URL(family.url()).pathname, '/es/health');
    await check_page(family, 'pagina-salud', { narrow_only: true });
    assert.equal((await family.goto('/nothing-here')).status(), 404);
  });

  test('a page is written, published, moved', async () => {
    await web.goto('/website/pages');
    await check_page(web, 'website-pages');
    await web.getByRole('link', { name: 'Write a page' }).click();
    await check_page(web, 'page-new');
    await web.locator('#title_en').fill('Bus times');
    await web.locator('#body_en').fill('## Bus 12\n\n| Stop | Time |\n|--|--|\n| River | 7:10 |\n| Mill | 7:20 |');
    await web.locator('#path').fill('/news');
    await web.locator('main form .btn-primary').click();
    await web.getByText('That address belongs to the program itself.').first().waitFor();
    await check_page(web, 'page-refused');
    await web.locator('#path').fill('/bus');
    await web.locator('main form .btn-primary').click();
    await web.getByText('Saved as a draft.').waitFor();
    await check_page(web, 'page-draft');
    assert.equal((await family.goto('/bus')).status(), 404);
    await web.getByRole('button', { name: 'Publish' }).click();
    await web.getByText('Published.').waitFor();
    await family.goto('/bus');
    await family.getByRole('columnheader', { name: 'Stop' }).waitFor();
    await check_page(family, 'page-bus');
    await web.getByRole('link', { name: 'Change address and place' }).click();
    await check_page(web, 'page-place');
    await web.locator('#path').fill('/transport/bus');
    await web.locator('#in_menu').check();
    await web.locator('main form .btn-primary').click();
    await web.getByText('Saved.').waitFor();
    await family.goto('/bus');
    assert.equal(new URL(family.url()).pathname, '/transport/bus');
    await family.locator('#everything').getByRole('link', { name: 'Bus times' }).waitFor();
    await family.goto('/es/transport/bus');
    await family.getByText('Esta página se escribió solo en inglés.').waitFor();
    await check_page(family, 'pagina-en-ingles', { narrow_only: true });
  });

  test('addresses of an older website lead on', async () => {
    await web.goto('/website/redirects');
    await web.locator('#lines').fill('/old/bus.html, /transport/bus\n/old/nothing.html, /nowhere');
    await web.locator('main form .btn-primary').click();
    await web.getByText('Nothing answers at the new address.').waitFor();
    await check_page(web, 'redirects-refused');
    await web.locator('#lines').fill('/old/bus.html, /transport/bus');
    await web.locator('main form .btn-primary').click();
    await web.getByText('1 old address leads on.').waitFor();
    await check_page(web, 'redirects');
    await family.goto('/old/bus.html');
    assert.equal(new URL(family.url()).pathname, '/transport/bus');
  });

  test('the nurse writes /health and nothing else', async () => {
    await nurse.goto('/website/todo');
    await nurse.getByText('Your part of the site: /health').waitFor();
    await check_page(nurse, 'website-todo-nurse');
    await nurse.goto('/website/pages');
    assert.equal(await nurse.locator('main tbody tr').count(), 1);
    await nurse.getByRole('link', { name: 'Health' }).click();
    await check_page(nurse, 'page-of-the-nurse');
    await nurse.getByRole('button', { name: 'Still right: look again in half a year' }).click();
    await nurse.getByText('It comes up again in half a year.').waitFor();
    await nurse.goto('/website/pages/new');
    await nurse.locator('#title_en').fill('Board');
    await nurse.locator('#path').fill('/board-news');
    await nurse.locator('main form .btn-primary').click();
    await nurse.getByText('That address is outside your part of the website.').first().waitFor();
    assert.equal(await nurse.locator('#title_en').inputValue(), 'Board', 'nothing that was typed is lost');
    for (const address of ['/website/news', '/website/banner', '/website/redirects']) assert.equal((await nurse.goto(address)).status(), 403, address);
  });

  test('a part of the site is given and taken back', async () => {
    await web.goto('/website/sections');
    await check_page(web, 'sections');
    await web.goto('/website/todo');
    await check_page(web, 'website-todo');
  });

  test('search engines find a map of both languages', async () => {
    const map = await (await family.request.get('/sitemap.xml')).text();
    for (const address of ['/enrollment', '/es/enrollment', '/news']) assert.ok(map.includes(`${address}</loc>`), address);
    assert.ok((await (await family.request.get('/robots.txt')).text()).includes('/sitemap.xml'));
  });
});
