// A technician writes an article from a solved request, the CIO lets it go out, a teacher, who reads Spanish, finds it while typing and needs no request.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { open_browser, open_page } from './harness/browser.mjs';
import { check_page } from './harness/check.mjs';
import { open_page_as, serve_demo } from './harness/server.mjs';

describe('the knowledge base', () => {
  let district, browser, technician, cio, teacher;
  // Rows of their own, since other tests share the district.
  const word = `Quokka${Date.now() % 100000}`;
  let request, article;

  before(async () => {
    district = await serve_demo();
    browser = await open_browser();
    technician = await open_page_as(browser, district, 'technician');
    cio = await open_page_as(browser, district, 'cio');
    teacher = await open_page_as(browser, district, 'teacher', { width: 390, speaking: 'es' });
  });
  after(async () => {
    await browser?.close();
    await district?.stop();
  });

  async function ask(page, title, description) {
    await page.goto('/requests/new?category=printing');
    await page.locator('#title').fill(title);
    await page.locator('#description').fill(description);
    await page.getByRole('button', { name: 'Enviar solicitud' }).click();
    await page.waitForURL(/\/requests\/\d+$/);
    return new URL(page.url()).pathname;
  }

  test('the list is searched, filtered and ranked', async () => {
    await technician.goto('/knowledge');
    await check_page(technician, 'knowledge-list');
    await technician.goto('/knowledge?q=printer+jam');
    const first = technician.locator('tbody tr').first();
    await first.getByText('The printer jams on every second page').waitFor();
    await technician.goto('/knowledge?show=doubtful');
    await technician.getByRole('link', { name: 'My password does not work' }).click();
    await technician.getByText('Solves less than before').first().waitFor();
    await check_page(technician, 'knowledge-article-doubt');
    await technician.getByRole('link', { name: 'Numbers, day by day' }).click();
    await check_page(technician, 'knowledge-counts');
    await technician.goto('/knowledge?show=stale');
    await technician.getByRole('link', { name: 'How do I get on the Wi-Fi at school?' }).waitFor();
  });

  test('an article is written from a solved request, and names nobody', async () => {
    request = await ask(teacher, `La impresora ${word} se traga el papel`, `Soy Leo Peña, leo@riverbend.example o 555-123-4567. La luz ${word} es naranja.`);
    await technician.goto(request);
    await technician.getByText('Solved', { exact: true }).first().click();
    await technician.locator('#resolve-words').fill('Saqué el papel por detrás y cerré bien la puerta.');
    await technician.locator('form[action$="/resolution"] button').click();
    await technician.getByRole('button', { name: 'Write an article from this' }).click();
    await technician.waitForURL(/\/knowledge\/\d+\/edit$/);
    await technician.getByText(/Left out: 1 name, 1 mail address, 1 telephone/).waitFor();
    assert.match(await technician.locator('#symptom_es').inputValue(), /^Soy \[nombre\], \[correo\] o \[número\]\./);
    assert.match(await technician.locator('#body_es').inputValue(), /Saqué el papel/);
    await check_page(technician, 'knowledge-form');
    await technician.locator('label', { hasText: 'Everybody' }).click();
    await technician.locator('#symptom_es').fill(`La luz ${word} es naranja.`);
    await technician.locator('#body_es').fill('Saque el papel por detrás y cierre bien la puerta.');
    await technician.locator('#title_en').fill(`${word} printer eats paper`);
    await technician.locator('#symptom_en').fill(`The ${word} light is orange and the printer eats paper.`);
    await technician.locator('#body_en').fill('Pull the paper out.');
    await technician.locator('#note').fill('English added');
    await technician.getByRole('button', { name: 'Save' }).click();
    await technician.waitForURL(/\/knowledge\/\d+$/);
    article = new URL(technician.url()).pathname;
    await technician.getByRole('button', { name: 'Ask for the second look' }).click();
    await technician.getByText('Waits for a second look').first().waitFor();
    assert.equal((await teacher.request.get(article)).status(), 404, 'a draft is not for a teacher');
  });

  test('the CIO gives it back, then publishes it', async () => {
    await cio.goto('/knowledge?show=review');
    await cio.getByRole('link', { name: `${word} printer eats paper` }).click();
    await cio.getByText('Give back with a word').first().click();
    await cio.locator('#why').fill('Say that the power stays on.');
    await cio.getByRole('button', { name: 'Give back with a word' }).click();
    await technician.goto(article);
    await technician.getByText('Say that the power stays on.').waitFor();
    await technician.getByRole('link', { name: 'Change', exact: true }).click();
    await technician.locator('#body_en').fill('Leave the power **on**.\n\n1. Open the back door.\n2. Pull the paper out.');
    await technician.getByRole('button', { name: 'Save' }).click();
    await technician.getByRole('link', { name: 'Versions' }).click();
    await check_page(technician, 'knowledge-history');
    await technician.getByRole('link', { name: 'What changed' }).first().click();
    await technician.locator('ins').first().waitFor();
    await check_page(technician, 'knowledge-compare');
    await cio.goto(article);
    await check_page(cio, 'knowledge-article-review');
    await cio.getByRole('button', { name: 'Publish' }).click();
    await cio.getByText('Published.').waitFor();
  });

  test('a teacher finds it while typing, by keyboard, and needs no request', async () => {
    await teacher.goto('/requests/new?category=printing');
    await teacher.locator('#title').pressSequentially(`La impresora ${word}`);
    await teacher.locator('#description').pressSequentially('se traga mi papel');
    const answer = teacher.locator('.answers button', { hasText: word });
    await answer.waitFor();
    await teacher.locator('[data-answers-said]', { hasText: /pueden? ayudar/ }).waitFor({ state: 'attached' });
    await check_page(teacher, 'answers-suggested');
    await answer.focus();
    await teacher.keyboard.press('Enter');
    await teacher.getByText('Saque el papel por detrás').waitFor();
    assert.equal(await teacher.locator('#title').inputValue(), `La impresora ${word}`, 'nothing typed is lost');
    await teacher.waitForFunction(() => document.activeElement?.tagName === 'H3');
    await check_page(teacher, 'answers-opened');
    await teacher.getByRole('button', { name: 'Esto lo resolvió' }).click();
    await teacher.waitForURL(/\/requests\/answered$/);
    await check_page(teacher, 'answers-solved');
    await technician.goto(article);
    await technician.getByText('1 of 1 who read it needed no request: too few to say more.').waitFor();
  });

  test('Enter in a field still sends the request', async () => {
    await teacher.goto('/requests/new?category=printing');
    await teacher.locator('#title').fill(`${word} otra vez`);
    await teacher.locator('.answers').waitFor();
    await teacher.locator('#title').press('Enter');
    await teacher.waitForURL(/\/requests\/\d+$/);
  });

  test('without script the form comes back with answers and all that was typed', async () => {
    const plain = await open_page_as(browser, district, 'teacher', { width: 390, script: false });
    await plain.goto('/requests/new?category=printing');
    await plain.locator('#title').fill(`La impresora ${word} se traga el papel`);
    await plain.locator('#description').fill('Es naranja');
    await plain.locator('#room').fill('214');
    await plain.getByRole('button', { name: 'Buscar respuestas primero' }).click();
    await plain.locator('.answers button', { hasText: word }).click();
    await plain.getByText('Saque el papel por detrás').waitFor();
    assert.equal(await plain.locator('#description').inputValue(), 'Es naranja');
    assert.equal(await plain.locator('#room').inputValue(), '214');
    await plain.getByRole('button', { name: 'Enviar solicitud' }).click();
    await plain.waitForURL(/\/requests\/\d+$/);
    const sent = new URL(plain.url()).pathname;
    await technician.goto(sent);
    await technician.getByText('Read before it was sent:').waitFor();
    await technician.getByText('Solved', { exact: true }).first().click();
    await technician.locator('#resolve-words').fill('As the article says.');
    await technician.locator('#solved-with').selectOption({ label: `${word} printer eats paper` });
    await check_page(technician, 'request-solved-with');
    await technician.locator('form[action$="/resolution"] button').click();
    await technician.getByText('Solved with:').waitFor();
    await technician.goto(article);
    await technician.getByText('Solved with the article').first().waitFor();
    await check_page(technician, 'knowledge-article');
  });

  test('families read and search in both languages', async () => {
    const family = await open_page(browser, { width: 390, url: district.url });
    await family.goto('/articles');
    await check_page(family, 'articles');
    await family.locator('#q').fill('printer jams paper');
    await family.getByRole('button', { name: 'Search' }).last().click();
    await family.getByRole('heading', { level: 2 }).first().waitFor();
    await family.getByRole('link', { name: 'The printer jams on every second page' }).click();
    await family.getByText('Fan the paper in the tray').waitFor();
    await check_page(family, 'article');
    await family.goto(`/es/articles?q=${word}`);
    await family.getByRole('link', { name: `La impresora ${word} se traga el papel` }).click();
    await family.getByText('Saque el papel por detrás').waitFor();
    assert.equal(await family.locator('html').getAttribute('lang'), 'es');
    await check_page(family, 'articulo', { narrow_only: true });
    const page = await (await family.request.get('/articles?q=battery')).text();
    assert.ok(!page.includes('how to tell wear'), 'what is for the staff is not here');
  });

  test('the desk speaks Spanish', async () => {
    const spanish = await open_page(browser, { width: 390, url: district.url, language: 'es-MX' });
    await spanish.goto('/requests/new?category=printing');
    await spanish.locator('#title').fill('La impresora se traga el papel');
    await spanish.locator('.answers').getByText('Quizá esto ya le ayude').waitFor();
    await check_page(spanish, 'respuestas', { narrow_only: true });
  });

  test('it is taken away, and comes back', async () => {
    await technician.goto(article);
    await technician.getByText('Take away', { exact: true }).first().click();
    await technician.locator('#withdraw_why').fill('The printer is gone');
    await technician.getByRole('button', { name: 'Take away' }).click();
    await technician.getByText('Taken away by').waitFor();
    await check_page(technician, 'knowledge-article-withdrawn');
    const number = article.split('/').at(-1);
    assert.equal((await teacher.request.get(`/articles/${number}`)).status(), 410);
    await cio.goto(article);
    await cio.getByRole('button', { name: 'Bring back' }).click();
    await cio.getByText('It is back.').waitFor();
  });
});
