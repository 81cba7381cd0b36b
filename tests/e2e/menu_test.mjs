// The kitchen substitutes a dish and publishes; a family reads it on a phone, in English and in Spanish, in a calendar and as a program.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import ICAL from 'ical.js';
import { follow, open_browser, open_page } from './harness/browser.mjs';
import { check_page } from './harness/check.mjs';
import { open_page_as, serve_demo } from './harness/server.mjs';

describe('the menu', () => {
  let district, browser, kitchen, family, school;

  before(async () => {
    district = await serve_demo();
    browser = await open_browser();
    kitchen = await open_page_as(browser, district, 'kitchen');
    family = await open_page(browser, { width: 390, url: district.url });
  });
  after(async () => {
    await browser?.close();
    await district?.stop();
  });

  test('a family finds today, the weeks, a day and what to avoid', async () => {
    await family.goto('/menu');
    await family.getByRole('heading', { level: 1 }).waitFor();
    await check_page(family, 'menu-today');
    assert.ok((await family.locator('.dish-more a').count()) > 0, 'the allergens are one tap from today');
    await follow(family, family.getByRole('link', { name: 'North Elementary School', exact: true }).first());
    school = new URL(family.url()).pathname;
    await check_page(family, 'menu-school');
    await follow(family, family.locator('.menu-days h3 a').last());
    await family.getByRole('heading', { level: 1 }).waitFor();
    await family.getByText('Not known').first().waitFor();
    await check_page(family, 'menu-day');
    // A phone shows the long parts when asked, and paper shows them anyway.
    const fold = family.locator('details.folded').first();
    const unfolded = family.locator('.unfolded');
    assert.equal(await unfolded.first().isVisible(), false);
    assert.ok((await family.evaluate(() => document.documentElement.scrollHeight)) < 8000);  // with the widest font that a machine has for it
    await fold.locator('summary').click();
    await fold.locator('.pre-line').waitFor();
    await check_page(family, 'menu-day-unfolded');
    await family.emulateMedia({ media: 'print' });
    for (const one of await unfolded.all()) assert.ok(await one.isVisible());
    assert.equal(await fold.isVisible(), false, 'and says it once');
    await family.emulateMedia({ media: null });
    await family.getByRole('link', { name: 'Week', exact: true }).click();
    await check_page(family, 'menu-week');
    await family.goto(school);
    await family.getByRole('link', { name: 'tree nuts' }).click();
    await family.getByRole('heading', { name: 'tree nuts' }).waitFor();
    await check_page(family, 'menu-without');
  });

  test('everything is there in Spanish, by address', async () => {
    for (const [address, name] of [['/es/menu', 'menu-hoy'], [`/es${school}`, 'menu-escuela'], [`/es${school}/without/milk`, 'menu-sin']]) {
      const answer = await family.goto(address);
      assert.equal(answer.status(), 200, address);
      assert.equal(await family.locator('html').getAttribute('lang'), 'es');
      await check_page(family, name, { narrow_only: true });
    }
  });

  test('the substitution of the demo is told with what it replaces', async () => {
    const menu = await (await family.request.get(`${school}/menu.json`)).json();
    const changed = menu.days.find((day) => day.meals.some((meal) => meal.dishes.some((dish) => dish.changed)));
    await family.goto(`${school}/${changed.date}`);
    await family.getByText(/^Changed (today|on .*): instead of/).first().waitFor();
    await family.getByText('A delivery did not come.').first().waitFor();
    await check_page(family, 'menu-changed');
    for (const day of menu.days) {
      for (const dish of day.meals.flatMap((meal) => meal.dishes)) {
        assert.equal(Object.keys(dish.allergens).length, menu.allergens.length, `${dish.name.en} leaves nothing out`);
      }
    }
  });

  test('a calendar gets whole days that no clock changes', async () => {
    const first = await family.request.get(`${school}/calendar.ics`);
    assert.match(first.headers()['content-type'], /^text\/calendar/);
    const text = await first.text();
    assert.match(text, /DTSTART;VALUE=DATE:\d{8}\r\n/);
    const events = new ICAL.Component(ICAL.parse(text)).getAllSubcomponents('vevent').map((one) => new ICAL.Event(one));
    assert.ok(events.length > 10);
    assert.ok(events.every((event) => event.startDate.isDate && event.endDate.subtractDate(event.startDate).toSeconds() === 86400));
    assert.equal(new Set(events.map((event) => event.uid)).size, events.length);
    assert.equal(await (await family.request.get(`${school}/calendar.ics`)).text(), text);
  });

  test('the kitchen looks at its week and changes a day', async () => {
    await kitchen.goto('/kitchen');
    await check_page(kitchen, 'kitchen-week');
    await kitchen.getByRole('link', { name: 'Week after' }).click();
    // Not the first day: there the demo has substituted already.
    await kitchen.getByRole('link', { name: /^Edit/ }).nth(1).click();
    await check_page(kitchen, 'kitchen-day');
    const dish = kitchen.locator('#form .findings > li').filter({ has: kitchen.locator('details') }).first();
    const name = await dish.locator('b').textContent();
    await dish.locator('summary').click();
    await dish.getByLabel('By which dish?').selectOption({ label: 'Beef patty' });
    await dish.getByLabel('Why?').fill('The oven is repaired.');
    await dish.getByRole('button', { name: 'Substitute' }).click();
    await kitchen.getByText('The dish is substituted').waitFor();
    await kitchen.getByText(`instead of ${name}. The oven is repaired.`).waitFor();
    await check_page(kitchen, 'kitchen-substituted');
    const [, on] = kitchen.url().match(/\/(\d{4}-\d\d-\d\d)$/);
    await family.goto(`${school}/${on}`);
    await family.getByText(`instead of ${name}. The oven is repaired.`).first().waitFor();
  });

  test('a reason that is too long comes back where it was typed', async () => {
    await kitchen.goto('/kitchen');
    await kitchen.getByRole('link', { name: 'Week after' }).click();
    await kitchen.getByRole('link', { name: /^Edit/ }).nth(2).click();
    const dish = kitchen.locator('#form .findings > li').filter({ has: kitchen.locator('details') }).first();
    await dish.locator('summary').click();
    await dish.getByLabel('By which dish?').selectOption({ label: 'Beef patty' });
    await dish.getByLabel('Why?').evaluate((field) => field.removeAttribute('maxlength'));
    const reason = 'The oven is not repaired. '.repeat(9).trim();
    await dish.getByLabel('Why?').fill(reason);
    await dish.getByRole('button', { name: 'Substitute' }).click();
    await kitchen.getByRole('alert').getByRole('link').click();
    const typed = dish.getByLabel('Why?');
    await typed.waitFor();
    assert.equal(await typed.inputValue(), reason);
    assert.ok(await typed.evaluate((field) => field === document.activeElement), 'the summary leads to it');
    assert.equal(await kitchen.locator('#why').inputValue(), '');
    kitchen.trouble.splice(0);
    await check_page(kitchen, 'kitchen-substitution-refused');
  });

  test('a recipe is written, confirmed, and opens again with other ingredients', async () => {
    await kitchen.goto('/kitchen/recipes');
    await check_page(kitchen, 'kitchen-recipes');
    await kitchen.getByRole('link', { name: 'Add a recipe' }).click();
    await check_page(kitchen, 'kitchen-recipe-new');
    await kitchen.locator('#name_en').fill('Tomato soup');
    await kitchen.locator('#name_es').fill('Sopa de tomate');
    await kitchen.locator('#ingredients').fill('Tomato, onion, salt');
    await kitchen.locator('main form .btn-primary').click();
    await kitchen.getByRole('heading', { name: 'Tomato soup' }).waitFor();
    await check_page(kitchen, 'kitchen-recipe-unknown');
    await kitchen.getByRole('link', { name: 'Confirm allergens' }).click();
    await check_page(kitchen, 'kitchen-confirm');
    for (const group of await kitchen.locator('fieldset.states').all()) await group.getByLabel('Free by recipe').check();
    await kitchen.locator('fieldset.states').first().getByLabel('Contains it', { exact: true }).check();
    await kitchen.getByRole('button', { name: 'Confirm with my name' }).click();
    await kitchen.getByText('confirmed with your name').waitFor();
    assert.equal(await kitchen.getByText('Not known', { exact: true }).count(), 0);
    await kitchen.getByRole('link', { name: 'Change the recipe' }).click();
    await kitchen.locator('#ingredients').fill('Tomato, onion, salt, wheat flour');
    await kitchen.locator('main form .btn-primary').click();
    await kitchen.getByText('its allergens are open again').waitFor();
    assert.ok((await kitchen.getByText('Not known', { exact: true }).count()) >= 9);
    await kitchen.getByRole('link', { name: /^Versions/ }).click();
    await check_page(kitchen, 'kitchen-versions');
  });

  test('a cycle is looked at before it writes', async () => {
    await kitchen.goto('/kitchen/cycles');
    await check_page(kitchen, 'kitchen-cycles');
    await kitchen.getByRole('link', { name: 'Three-week lunch', exact: true }).click();
    await check_page(kitchen, 'kitchen-cycle');
    await kitchen.getByRole('button', { name: 'See what would be written' }).click();
    await kitchen.getByRole('heading', { name: 'What would be written' }).waitFor();
    await check_page(kitchen, 'kitchen-application');
    await kitchen.goBack();
    await kitchen.getByRole('link', { name: /^Edit Week 1, Monday/ }).click();
    await check_page(kitchen, 'kitchen-cycle-day');
  });

  test('the rest of the kitchen', async () => {
    for (const [address, name] of [['/kitchen/prices', 'kitchen-prices'], ['/kitchen/prices/new', 'kitchen-price'], ['/kitchen/services', 'kitchen-services'], ['/kitchen/services/new', 'kitchen-service'],
      ['/kitchen/allergens', 'kitchen-allergens'], ['/kitchen/cycles/new', 'kitchen-cycle-new'], ['/kitchen/publication', 'kitchen-publication']]) {
      const answer = await kitchen.goto(address);
      assert.equal(answer.status(), 200, address);
      await check_page(kitchen, name);
    }
    const answer = await kitchen.goto('/queue');
    assert.equal(answer.status(), 403, 'the kitchen edits the menu and nothing else');
    kitchen.trouble.splice(0);
  });
});
