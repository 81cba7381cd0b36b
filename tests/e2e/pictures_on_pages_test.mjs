// A picture of an empty room goes on an item of news and on a page; families see it; it is pulled, and gone everywhere.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { open_browser, open_page } from './harness/browser.mjs';
import { check_page } from './harness/check.mjs';
import { open_page_as, serve_demo } from './harness/server.mjs';

/// A drawing of shelves, as PNG bytes, made by the browser itself.
const drawn = (page) => page.evaluate(async () => {
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = [1800, 1200];
  const pen = canvas.getContext('2d');
  const light = pen.createLinearGradient(0, 0, 0, 1200);
  light.addColorStop(0, '#d9e6ec');
  light.addColorStop(1, '#8fb0bd');
  pen.fillStyle = light;
  pen.fillRect(0, 0, 1800, 1200);
  for (let shelf = 0; shelf < 4; ++shelf) {
    pen.fillStyle = '#7a5230';
    pen.fillRect(100, 280 + shelf * 260, 1600, 24);
    for (let book = 0; book < 30; ++book) {
      pen.fillStyle = `hsl(${(book * 47 + shelf * 90) % 360} 45% 45%)`;
      pen.fillRect(120 + book * 52, 100 + shelf * 260 + (book * 37) % 60, 40, 180 - (book * 37) % 60);
    }
  }
  const blob = await new Promise((done) => canvas.toBlob(done, 'image/png'));
  return Array.from(new Uint8Array(await blob.arrayBuffer()));
});

describe('pictures on pages', () => {
  let district, browser, web, family, chief;
  let picture, item, size;

  before(async () => {
    district = await serve_demo();
    browser = await open_browser();
    web = await open_page_as(browser, district, 'webmaster', { speaking: 'en' });
    chief = await open_page_as(browser, district, 'cio', { speaking: 'en' });
    family = await open_page(browser, { width: 390, url: district.url });
  });
  after(async () => {
    await browser?.close();
    await district?.stop();
  });

  test('the webmaster brings in a picture on which nobody is', async () => {
    await web.goto('/images/new');
    await web.locator('#file').setInputFiles({ name: 'IMG_2041.png', mimeType: 'image/png', buffer: Buffer.from(await drawn(web)) });
    await web.locator('#school').selectOption({ index: 1 });
    await web.locator('#title').fill('Shelves of the new library');
    await web.locator('#alt_en').fill('Shelves full of books in every color');
    await web.locator('#alt_es').fill('Estantes llenos de libros de todos los colores');
    await web.locator('#taken_by').fill('Paul Meyer');
    await web.locator('#allowed input').check();
    await web.locator('main form .btn-primary').click();
    await web.waitForURL(/\/images\/\d+$/);
    picture = new URL(web.url()).pathname;
    // Faces are looked for by a job beside it.
    for (let tries = 0; tries < 60 && await web.getByText('Faces are being looked for').count(); ++tries) {
      await pause(500);
      await web.reload();
    }
    await web.getByText('I looked at it in full size.').click();
    await web.getByRole('button', { name: 'State this' }).click();
    await web.goto(`${picture}/caution`);
    await web.locator('input[name=channel][value=site]').check();
    await web.locator('input[name=purpose][value=news]').check();
    await web.getByRole('button', { name: 'Next' }).click();
    await web.locator('#place_words').fill('The news');
    await web.locator('#need_words').fill('It shows the new room');
    await web.locator('#read input').check();
    await web.getByRole('button', { name: 'Ask to show it' }).click();
    await web.getByText('May be shown').first().waitFor();
  });

  test('puts it on an item of news before anybody reads it', async () => {
    await web.goto('/website/news/new');
    await web.locator('#title_en').fill('The library opens');
    await web.locator('#body_en').fill('On Monday at eight.');
    await web.locator('#title_es').fill('La biblioteca abre');
    await web.locator('#body_es').fill('El lunes a las ocho.');
    await web.locator('main form .btn-primary').click();
    await web.getByText('No picture stands here yet.').waitFor();
    await check_page(web, 'news-without-picture');
    item = new URL(web.url()).pathname;
    await web.getByRole('link', { name: 'Add a picture' }).click();
    await web.getByRole('link', { name: 'Advertising' }).click();
    await check_page(web, 'picture-choice-empty');
    await web.locator('main a[href*="purpose=news"]').click();
    await web.getByRole('heading', { name: 'Shelves of the new library' }).waitFor();
    await check_page(web, 'picture-choice');
    await web.getByRole('button', { name: /^Put it on the page.*Shelves of the new library/ }).click();
    await web.getByText('The picture stands on the page.').waitFor();
    await web.locator('#pictures').scrollIntoViewIfNeeded();
    await check_page(web, 'news-with-picture');
    await web.goto(`${item}/pictures`);
    await web.getByText('Stands on the page already.').waitFor();
    await web.goto(item);
    await web.getByRole('button', { name: 'Publish' }).click();
    await web.getByText('Published.').waitFor();
  });

  test('the same in Spanish, without script', async () => {
    const without = await open_page_as(browser, district, 'webmaster', { script: false });
    await without.goto('/website/pages');
    await without.locator('tbody a').first().click();
    const page = new URL(without.url()).pathname;
    await without.goto(`${page}/pictures`);
    await without.getByRole('button', { name: /^Put it on the page.*Shelves of the new library/ }).click();
    await without.getByText('The picture stands on the page.').waitFor();
    await without.getByRole('button', { name: /^Take it off this page.*Shelves of the new library/ }).click();
    await without.getByText('The picture was taken off the page.').waitFor();
    await without.context().close();
    const spanish = await open_page_as(browser, district, 'webmaster', { speaking: 'es' });
    await spanish.goto(item);
    await spanish.getByText('Se puede mostrar').waitFor();
    await check_page(spanish, 'noticia-con-imagen', { narrow_only: true });
    await spanish.goto(`${item}/pictures`);
    await spanish.getByText('Ya está en la página.').waitFor();
    await check_page(spanish, 'eleccion-de-imagen', { narrow_only: true });
    await spanish.context().close();
  });

  test('families see it where they read', async () => {
    await family.goto('/news');
    await family.locator('article', { hasText: 'The library opens' }).getByRole('img').waitFor();
    await check_page(family, 'news-list-with-picture');
    await family.getByRole('link', { name: 'The library opens' }).click();
    const shown = family.getByRole('img', { name: 'Shelves full of books in every color' });
    await shown.waitFor();
    assert.ok(await shown.evaluate(async (image) => { await image.decode(); return image.naturalWidth; }) >= 800);
    size = await shown.getAttribute('src');
    await check_page(family, 'news-item-with-picture');
    const bytes = await (await family.request.get(size)).body();
    assert.equal(bytes.indexOf('Exif'), -1);
    assert.equal(bytes[0], 0xff);
    await family.goto(new URL(family.url()).pathname.replace(/^/, '/es'));
    await family.getByRole('img', { name: 'Estantes llenos de libros de todos los colores' }).waitFor();
    await check_page(family, 'noticia-publica-con-imagen', { narrow_only: true });
    await family.goto('/');
    await family.locator('article', { hasText: 'The library opens' }).getByRole('img').waitFor();
    await check_page(family, 'front-with-picture');
    const feed = await (await family.request.get('/news/feed.json')).json();
    assert.ok(feed.items.find((one) => one.title === 'The library opens').image.endsWith(size));
  });

  test('pulled, it is gone from every page at once', async () => {
    await chief.goto(picture);
    await chief.locator('summary', { hasText: 'Pull this picture' }).click();
    await chief.getByRole('button', { name: 'Pull this picture' }).click();
    await chief.locator('dialog[open], [role=dialog]').getByRole('button', { name: 'Pull this picture' }).click();
    await chief.getByText('It is pulled. Nobody sees it any more.').waitFor();
    assert.equal((await family.request.get(size)).status(), 410);
    for (const address of ['/', '/news', '/news/feed.atom', '/news/feed.json', '/es/news']) {
      assert.ok(!(await (await family.request.get(address)).text()).includes(size.replace(/-\d+\.jpg$/, '')), address);
    }
    // The account speaks Spanish since it was looked at in Spanish.
    await web.context().close();
    web = await open_page_as(browser, district, 'webmaster', { speaking: 'en' });
    await web.goto(item);
    await web.getByText('No picture stands here yet.').waitFor();
    await check_page(web, 'news-with-picture-gone');
    // The other tests find the website as it was.
    await web.locator('summary', { hasText: 'Take it off the website' }).click();
    await web.getByRole('button', { name: 'Take it off the website' }).click();
    await web.locator('dialog[open], [role=dialog]').getByRole('button', { name: 'Take it off the website' }).click();
    await web.getByText('It is off the website.').first().waitFor();
  });
});
