// A technician says in one press that they keep hearing something; another joins; the CIO weighs and answers it.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { open_browser } from './harness/browser.mjs';
import { check_page } from './harness/check.mjs';
import { open_page_as, serve_demo } from './harness/server.mjs';

describe('unmet needs', () => {
  let district, browser, technician, network, cio, need;

  before(async () => {
    district = await serve_demo();
    browser = await open_browser();
    technician = await open_page_as(browser, district, 'technician', { width: 390 });
    network = await open_page_as(browser, district, 'network');
    cio = await open_page_as(browser, district, 'cio');
  });
  after(async () => {
    await browser?.close();
    await district?.stop();
  });

  test('one press beside a request raises it, without a name', async () => {
    await technician.goto('/queue?view=team');
    const requests = await technician.locator('ol.queue a[href^="/requests/"]').evaluateAll((links) => links.map((link) => link.getAttribute('href')));
    for (const request of requests) {
      await technician.goto(request);
      await technician.getByRole('heading', { name: 'What we keep hearing' }).waitFor();
      const press = technician.getByRole('button', { name: 'We keep hearing this' });
      if (!(await press.count())) continue;
      await check_page(technician, 'need-beside-request', { narrow_only: true });
      await press.click();
      await technician.getByRole('heading', { level: 1 }).waitFor();
      if (new URL(technician.url()).pathname !== '/needs') break;
      // There is one like it: it is offered first.
      await technician.getByRole('heading', { name: 'Is it one of these?' }).waitFor();
      await technician.getByText('A new one would be called').waitFor();
      await check_page(technician, 'need-alike-beside', { narrow_only: true });
    }
    await technician.getByText('It is heard.').waitFor();
    need = new URL(technician.url()).pathname;
    await technician.getByLabel('More words').fill('Every week at North.');
    await technician.locator('#words-form').getByRole('button', { name: 'Save' }).click();
    await technician.getByText('Every week at North.').first().waitFor();
    await check_page(technician, 'need-raised');
  });

  test('what is alike is offered before a second one is made', async () => {
    await network.goto('/needs/new');
    await check_page(network, 'need-new');
    await network.getByLabel('What is missing, in a sentence').fill('Wi-Fi for the gym and the field');
    await network.getByRole('button', { name: 'Raise it' }).click();
    await network.getByRole('heading', { name: 'Is it one of these?' }).waitFor();
    await network.getByRole('link', { name: 'Wi-Fi in the gym and on the playing field' }).waitFor();
    await check_page(network, 'need-alike');
    await network.goto(need);
    await network.getByRole('button', { name: 'I hear that too' }).click();
    await network.getByText('You are counted.').waitFor();
    assert.equal(await network.locator('[data-voice]').count(), 2);
  });

  test('the CIO weighs it, answers it, and can take the answer back', async () => {
    await cio.goto('/needs');
    await check_page(cio, 'needs');
    await cio.goto(need);
    await check_page(cio, 'need-to-weigh');
    const weigh = cio.locator('#weigh');
    await weigh.getByLabel('Effect on learning').selectOption('1');
    await weigh.getByLabel('Work it takes').selectOption('small');
    await weigh.getByLabel('Why, in a sentence').fill('A class waits each time.');
    await weigh.getByRole('button', { name: 'Weigh it' }).click();
    await cio.getByText('Weighed.', { exact: true }).waitFor();
    const answer = cio.locator('details#answer');
    await answer.getByLabel('What comes, why not').fill('Spare parts in every building.');
    await answer.getByRole('button', { name: 'Answer everybody' }).click();
    // Planned without a day: what was typed is kept.
    await cio.getByText('Say by when it comes.').first().waitFor();
    assert.equal(await answer.getByLabel('What comes, why not').inputValue(), 'Spare parts in every building.');
    await check_page(cio, 'need-answer-missing-day');
    await answer.getByLabel('Day', { exact: true }).fill('2099-08-15');
    await answer.getByRole('button', { name: 'Answer everybody' }).click();
    await cio.getByText('2 letters leave after').waitFor();
    await check_page(cio, 'need-answered');
    await cio.getByRole('button', { name: 'Take it up again' }).click();
    await cio.getByText('It waits for an answer again.').waitFor();
  });

  test('everything is there in Spanish', async () => {
    const teacher = await open_page_as(browser, district, 'data', { width: 390, speaking: 'es' });
    await teacher.goto('/needs?state=all');
    await teacher.getByRole('heading', { level: 1, name: 'Necesidades sin cubrir' }).waitFor();
    await check_page(teacher, 'necesidades', { narrow_only: true });
    await teacher.goto(need);
    await check_page(teacher, 'necesidad', { narrow_only: true });
  });
});
