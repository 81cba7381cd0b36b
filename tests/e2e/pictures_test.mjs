// A picture with students on its way to families: brought in, marked, stated, asked for, shown; a call to the office takes it away everywhere.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { open_browser, open_page } from './harness/browser.mjs';
import { check_page } from './harness/check.mjs';
import { open_page_as, serve_demo } from './harness/server.mjs';

/// A drawing of two people at a table, another one for each seed, as PNG bytes.
const drawn = (page, seed) => page.evaluate(async (n) => {
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = [1200, 800];
  const pen = canvas.getContext('2d');
  for (let line = 0; line < 800; ++line) {
    pen.fillStyle = `hsl(${(n * 67 + line / 9) % 360} 30% ${72 - line / 30}%)`;
    pen.fillRect(0, line, 1200, 1);
  }
  for (let spot = 0; spot < 12; ++spot) {
    pen.fillStyle = `hsl(${(n * 31 + spot * 50) % 360} 50% 45%)`;
    pen.fillRect((spot * 97 + n * 211) % 1100, 500 + (spot * 53 + n * 17) % 240, 60, 40);
  }
  for (const x of [380, 800]) {
    pen.fillStyle = '#e5bfa0';
    pen.beginPath(); pen.ellipse(x, 260, 80, 100, 0, 0, 7); pen.fill();
    pen.fillStyle = '#20242a';
    for (const eye of [-30, 30]) { pen.beginPath(); pen.arc(x + eye, 240, 11, 0, 7); pen.fill(); }
    pen.fillRect(x - 30, 305, 60, 8);
  }
  const blob = await new Promise((done) => canvas.toBlob(done, 'image/png'));
  return Array.from(new Uint8Array(await blob.arrayBuffer()));
}, seed);

/// Waits until the job beside it has looked for faces.
async function until_looked_for(page) {
  for (let tries = 0; tries < 80 && await page.locator('#state .answer-wait').count(); ++tries) {
    await pause(500);
    await page.reload();
  }
}

/// Says of every place that nobody can be recognised there.
async function say_of_all(page, what) {
  for (let rest = 0; rest < 60; ++rest) {
    const open = page.locator('li.face:has(.pill-wait)').first();
    if (!await open.count()) return;
    const radio = open.locator(`input[name="what"][value="${what}"]`);
    if (!await radio.isVisible()) await open.locator('summary').click();
    await radio.check();
    await open.locator('form .btn-primary').click();
    await page.waitForLoadState();
  }
}

describe('pictures of students', () => {
  let district, browser, web, cio, family;
  let picture, item, size, student;
  const stamp = Date.now() % 100000;

  before(async () => {
    district = await serve_demo();
    browser = await open_browser();
    web = await open_page_as(browser, district, 'webmaster', { speaking: 'en' });
    cio = await open_page_as(browser, district, 'cio', { speaking: 'en' });
    family = await open_page(browser, { width: 390, url: district.url });
  });
  after(async () => {
    await browser?.close();
    await district?.stop();
  });

  const send_in = async (page, title, bytes) => {
    await page.goto('/images/new');
    await page.locator('#file').setInputFiles({ name: 'DSC_0815.png', mimeType: 'image/png', buffer: Buffer.from(bytes) });
    await page.locator('#school').selectOption({ index: 1 });
    await page.locator('#title').fill(title);
    await page.locator('#alt_en').fill('Two people at a table');
    await page.locator('#alt_es').fill('Dos personas en una mesa');
    await page.locator('#taken_by').fill('Paul Meyer');
    await page.locator('#allowed input').check();
    await page.locator('main form .btn-primary').click();
  };
  const bring_in = async (page, title, seed) => {
    await send_in(page, title, await drawn(web, seed));
    await page.waitForURL(/\/images\/\d+$/);
    return new URL(page.url()).pathname;
  };

  test('the list shows every state, and is searched and filtered', async () => {
    await web.goto('/images');
    await web.getByRole('link', { name: 'Robot club in the library' }).waitFor();
    await check_page(web, 'pictures');
    await web.goto('/images?q=mural');
    assert.equal(await web.locator('.picture-card').count(), 1);
    await web.goto('/images?show=review');
    await web.getByRole('link', { name: 'Spring concert on the stage' }).waitFor();
    await web.goto('/images?q=zebra');
    await web.getByText('No picture fits').waitFor();
    await check_page(web, 'pictures-nothing');
  });

  test('the form says what is missing and keeps what was typed', async () => {
    await web.goto('/images/new');
    await check_page(web, 'picture-new');
    await web.locator('#title').fill('Chess');
    await web.locator('#taken_by').fill('Paul Meyer');
    for (const field of ['#file', '#school']) await web.locator(field).evaluate((element) => element.removeAttribute('required'));
    await web.locator('main form .btn-primary').click();
    await web.getByText('Choose a picture.').first().waitFor();
    await web.getByText('Say what it shows in English or Spanish, or that it is decoration.').first().waitFor();
    assert.equal(await web.locator('#title').inputValue(), 'Chess');
    await check_page(web, 'picture-new-refused');
    await web.locator('#file').setInputFiles({ name: 'a.png', mimeType: 'image/png', buffer: Buffer.from('no picture') });
    await web.locator('#school').selectOption({ index: 1 });
    await web.locator('#alt_en').fill('A board');
    await web.locator('#allowed input').check();
    await web.locator('main form .btn-primary').click();
    await web.getByText('This is no JPEG, PNG, WebP or HEIC picture.').first().waitFor();
  });

  test('the webmaster brings one in, and says who is on it', async () => {
    await cio.goto('/images?q=concert');
    await cio.getByRole('link', { name: 'Spring concert on the stage' }).click();
    student = await cio.locator('li.face > div > p > b').nth(2).textContent();
    picture = await bring_in(web, `Chess afternoon ${stamp}`, stamp);
    await until_looked_for(web);
    await check_page(web, 'picture-unmarked');
    await say_of_all(web, 'unrecognisable');
    const add = web.locator('details:has(#add)');
    if (await add.getAttribute('open') === null) await add.locator('summary').click();
    await web.locator('.picture-canvas').scrollIntoViewIfNeeded();
    const canvas = await web.locator('.picture-canvas').boundingBox();
    await web.mouse.move(canvas.x + canvas.width * 0.25, canvas.y + canvas.height * 0.2);
    await web.mouse.down();
    await web.mouse.move(canvas.x + canvas.width * 0.39, canvas.y + canvas.height * 0.46, { steps: 4 });
    await web.mouse.up();
    assert.ok(Math.abs(Number(await web.locator('#left').inputValue()) - 25) < 0.5, 'a box is drawn on the picture');
    assert.ok(Math.abs(Number(await web.locator('#height').inputValue()) - 26) < 0.5);
    await web.locator('#top').fill('abc');
    await web.getByRole('button', { name: 'Add this box' }).click();
    await web.getByText('Write four numbers from 0 to 100').first().waitFor();
    await web.locator('#top').fill('20');
    await web.getByRole('button', { name: 'Add this box' }).click();
    await web.waitForURL(/#mark-\d+$/);
    const mark = web.locator('li.face:has(.pill-wait)');
    await mark.locator('input[value="student"]').check();
    await mark.locator('[data-suggest]').pressSequentially(student.split(' ')[0]);
    await mark.locator('.suggest-list').getByText(student).first().click();
    await mark.locator('form .btn-primary').first().click();
    await web.getByText('Saved.').first().waitFor();
    await web.getByText(student).first().waitFor();
    await web.getByText('I looked at it in full size.').click();
    await web.getByRole('button', { name: 'State this' }).click();
    await web.getByText('Nothing is missing. Ask to show it.').waitFor();
    await check_page(web, 'picture-stated');
  });

  test('goes through the caution', async () => {
    await web.getByRole('link', { name: 'Ask to show it' }).click();
    await check_page(web, 'caution-use');
    await web.locator('input[name=channel][value=site]').check();
    await web.locator('input[name=purpose][value=news]').check();
    await web.getByRole('button', { name: 'Next' }).click();
    await web.getByText(student).waitFor();
    await check_page(web, 'caution');
    await web.locator('#place_words').fill('News of the school');
    await web.locator('#need_words').fill('It shows the afternoon');
    await web.getByRole('button', { name: 'Ask to show it' }).click();
    await web.getByText('Tick the box when you have read').first().waitFor();
    assert.equal(await web.locator('#place_words').inputValue(), 'News of the school');
    await web.locator('#read input').check();
    await web.getByRole('button', { name: 'Ask to show it' }).click();
    await web.getByText('May be shown').first().waitFor();
    await check_page(web, 'picture-may-be-shown');
  });

  test('puts it on the news, where families see it', async () => {
    await web.goto('/website/news/new');
    await web.locator('#title_en').fill(`Chess ${stamp}`);
    await web.locator('#body_en').fill('Every Tuesday at three.');
    await web.locator('#title_es').fill(`Ajedrez ${stamp}`);
    await web.locator('#body_es').fill('Los martes a las tres.');
    await web.locator('main form .btn-primary').click();
    await web.getByRole('link', { name: 'Add a picture' }).click();
    await web.getByRole('button', { name: new RegExp(`^Put it on the page.*${stamp}`) }).click();
    await web.getByText('The picture stands on the page.').waitFor();
    await web.getByRole('button', { name: 'Publish' }).click();
    await web.getByText('Published.').waitFor();
    await family.goto('/news');
    await family.getByRole('link', { name: `Chess ${stamp}` }).first().click();
    const shown = family.getByRole('img', { name: 'Two people at a table' });
    await shown.waitFor();
    item = new URL(family.url()).pathname;
    size = await shown.getAttribute('src');
    const answer = await family.request.get(size);
    assert.equal(answer.status(), 200);
    assert.equal(answer.headers()['cache-control'], 'private, no-cache');
    assert.equal((await family.request.get(size, { headers: { 'If-None-Match': answer.headers().etag } })).status(), 304);
    await web.goto(picture);
    await web.getByText('On the website').waitFor();
  });

  test('a call to the office takes it away everywhere', async () => {
    await cio.goto(`/consents?q=${encodeURIComponent(student)}`);
    await cio.getByRole('link', { name: student }).first().click();
    const call = cio.locator('form[action$="/calls"] button').first();
    await call.click();
    await cio.locator('dialog').getByRole('button').last().click();
    await cio.waitForLoadState();
    for (const width of [320, 800, 1600]) assert.equal((await family.request.get(size.replace(/-\d+\.jpg$/, `-${width}.jpg`))).status(), 410);
    const token = size.replace(/-\d+\.jpg$/, '');
    for (const address of [item, `/es${item}`, '/news', '/', '/news/feed.atom', '/news/feed.json']) {
      assert.ok(!(await (await family.request.get(address)).text()).includes(token), address);
    }
    await web.goto(picture);
    await web.getByText('Its sizes are gone.').waitFor();
    await check_page(web, 'picture-gone');
    await cio.goto('/images/takedowns');
    await check_page(cio, 'takedowns');
    await cio.locator('tbody').getByRole('link', { name: `Chess afternoon ${stamp}` }).first().click();
    await cio.getByText('nothing is left').waitFor();
    assert.ok((await cio.locator('main').textContent()).includes('/news/'));
    await check_page(cio, 'takedown');
  });

  test('what looks like it is refused until somebody says that it is another picture', async () => {
    const saved_again = [...await drawn(web, stamp), 0];
    await send_in(web, `Chess again ${stamp}`, saved_again);
    await web.getByText('looks nearly the same as one that was taken down').first().waitFor();
    assert.equal(await web.locator('#title').inputValue(), `Chess again ${stamp}`);
    await cio.reload();
    await cio.getByText('One was refused').waitFor();
    await cio.getByRole('button', { name: 'Take in what only looks like it' }).click();
    await cio.getByText('let them in').waitFor();
    await check_page(cio, 'takedown-alike');
    await send_in(web, `Chess again ${stamp}`, saved_again);
    await web.waitForURL(/\/images\/\d+$/);
    await until_looked_for(web);
    await cio.getByRole('button', { name: 'Refuse it again' }).click();
    await cio.getByRole('button', { name: 'Take in what only looks like it' }).waitFor();
  });

  test('a file over the limit is named before anything is sent, and on a page when it was sent', async () => {
    const large = Buffer.alloc(42 * 1024 * 1024, 1);
    await web.goto('/images/new');
    await web.locator('#title').fill('Kept');
    await web.locator('#file').evaluate((input) => {
      const files = new DataTransfer();
      files.items.add(new File([new Uint8Array(42 * 1024 * 1024)], 'huge.jpg', { type: 'image/jpeg' }));
      input.files = files.files;
      input.dispatchEvent(new Event('change', { bubbles: true }));
    });
    assert.match(await web.locator('#file').evaluate((input) => input.validationMessage), /“huge.jpg” is larger than 40 MB/);
    await web.locator('main form .btn-primary').click();
    assert.equal(new URL(web.url()).pathname, '/images/new');
    assert.equal(await web.locator('#title').inputValue(), 'Kept');
    const answer = await web.request.post('/images', { multipart: { file: { name: 'huge.jpg', mimeType: 'image/jpeg', buffer: large } } });
    assert.equal(answer.status(), 413);
    assert.match(await answer.text(), /<html[^>]*>[^]*That was too large/);
  });

  test('whoever brought it in blurs her, and shows it anew under another address', async () => {
    await web.goto(picture);
    const mark = web.locator('li.face', { hasText: student });
    await mark.locator('summary').click();
    await mark.locator('input[value="blurred"]').check();
    await mark.locator('form .btn-primary').click();
    await web.getByText('Blurred').first().waitFor();
    await web.getByText('I looked at it in full size.').click();
    await web.getByRole('button', { name: 'State this' }).click();
    await web.goto(`${picture}/caution?channel=site&purpose=news`);
    await web.getByText('Nobody is marked as recognizable.').waitFor();
    await web.locator('#place_words').fill('News of the school');
    await web.locator('#need_words').fill('It shows the afternoon');
    await web.locator('#read input').check();
    await web.getByRole('button', { name: 'Ask to show it' }).click();
    await web.getByText('May be shown').first().waitFor();
    await check_page(web, 'picture-blurred');
    assert.equal((await family.request.get(size)).status(), 410, 'the old address stays gone');
  });

  test('a second person looks, and refuses with a word', async () => {
    await web.goto('/images?q=concert');
    await web.getByRole('link', { name: 'Spring concert on the stage' }).click();
    const waits = await web.locator('form[action$="/approval"]').count();
    assert.equal(waits, 0, 'who asked does not look');
    await cio.goto('/images?q=painting');
    await cio.getByRole('link', { name: 'Painting hour' }).click();
    const refuse = cio.getByRole('button', { name: 'Refuse with a word' });
    await refuse.waitFor();
    await check_page(cio, 'picture-second-look');
    await refuse.click();
    await cio.getByText('Write what speaks against it').first().waitFor();
    await cio.locator('input[name="words"]').fill('Her eyes are closed.');
    await cio.getByRole('button', { name: 'Refuse with a word' }).click();
    await cio.getByText('Her eyes are closed.').waitFor();
    await web.goto(new URL(cio.url()).pathname);
    await web.getByText('Her eyes are closed.').waitFor();
  });

  test('without script, on a phone, in Spanish', async () => {
    const plain = await open_page_as(browser, district, 'webmaster', { width: 390, script: false, speaking: 'es' });
    const path = await bring_in(plain, `Ajedrez ${stamp}`, stamp + 7);
    await until_looked_for(plain);
    await say_of_all(plain, 'no_person');
    const add = plain.locator('details:has(#add)');
    if (await add.getAttribute('open') === null) await add.locator('summary').click();
    await plain.getByRole('button', { name: 'Añadir a alguien sin recuadro' }).click();
    const mark = plain.locator('li.face:has(.pill-wait)');
    await mark.locator('input[value="blurred"]').waitFor({ state: 'detached' });
    await mark.locator('input[value="student"]').check();
    await mark.locator('input[name="name"]').fill('a');
    await mark.locator('form .btn-primary').click();
    await plain.getByText('Coinciden varios estudiantes. Elija uno.').first().waitFor();
    await plain.locator('input[name="chosen"]').first().check();
    await plain.locator('li.face form .btn-primary').last().click();
    await plain.getByText('Guardado.').first().waitFor();
    await plain.context().close();
    const spanish = await open_page_as(browser, district, 'webmaster', { width: 390, speaking: 'es' });
    for (const [address, name] of [[path, 'imagen'], ['/images', 'imagenes'], ['/images/new', 'imagen-nueva'], [`${path}/caution`, 'advertencia-uso'], [`${path}/caution?channel=social&purpose=news`, 'advertencia']]) {
      await spanish.goto(address);
      await check_page(spanish, name, { narrow_only: true });
    }
    await spanish.context().close();
    const english = await open_page_as(browser, district, 'webmaster', { speaking: 'en' });
    await english.context().close();
  });

  test('a task is closed by somebody who says what they did, and pulling everything asks first', async () => {
    await cio.goto('/images/takedowns');
    const task = cio.locator('.showing', { hasText: 'social.example/riverbend/clubs-day' });
    await task.locator('input[name="words"]').fill('Deleted the post');
    await task.getByRole('button', { name: 'It is taken away' }).click();
    await cio.getByText('Noted.').waitFor();
    await cio.getByRole('link', { name: 'Club day at the entrance' }).first().click();
    await cio.getByText('Deleted the post').waitFor();
    await check_page(cio, 'takedown-done');
    await cio.goto('/images/takedowns');
    await cio.locator('#name').fill(student);
    await cio.getByRole('button', { name: 'Pull everything' }).click();
    await cio.getByText(`Pull all pictures that show ${student}?`).first().waitFor();
    await check_page(cio, 'pull-everything');
  });
});
