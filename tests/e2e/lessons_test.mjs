// A teacher books a specialist for a class, both prepare and look back, and the CIO learns numbers alone.
import assert from 'node:assert/strict';
import { after, afterEach, before, describe, test } from 'node:test';
import ICAL from 'ical.js';
import { follow, open_browser } from './harness/browser.mjs';
import { check_page } from './harness/check.mjs';
import { demo_password, open_page_as, serve_demo } from './harness/server.mjs';
import { Visitor } from './harness/visitor.mjs';

describe('lessons together', () => {
  let demo, browser;
  const pages = [];

  before(async () => {
    demo = await serve_demo();
    browser = await open_browser();
  });
  after(async () => {
    await browser?.close();
    await demo?.stop();
  });
  afterEach(async () => {
    for (const page of pages.splice(0)) await page.context().close();
  });

  const at_desk = async (who, options = {}) => {
    const page = await open_page_as(browser, demo, who, options);
    pages.push(page);
    return page;
  };
  /// Times are offered for three weeks; in the summer break of the demo there are none.
  const in_term = async (page) => {
    await page.goto('/lessons/new');
    await page.locator('#class').selectOption({ label: await page.locator('#class option').last().textContent() });
    await page.locator('form[action="/lessons/new"] button').click();
    await page.waitForURL(/class=/);
    return (await page.locator('input[name="time"]').count()) > 0;
  };

  test('the teacher books a free time, and the specialist plans it', async () => {
    const teacher = await at_desk('teacher');
    await teacher.goto('/lessons');
    await check_page(teacher, 'lessons-teacher');
    if (!(await in_term(teacher))) return;
    await check_page(teacher, 'lessons-new');
    await teacher.locator('#goal').fill('Students say what a fair test is');
    await teacher.locator('input[name="time"]').first().check();
    await teacher.locator('button[value="book"]').click();
    await teacher.waitForURL(/\/lessons\/\d+$/);
    const address = new URL(teacher.url()).pathname;
    await check_page(teacher, 'lesson-teacher');

    const specialist = await at_desk('specialist');
    await specialist.goto(address);
    assert.equal(await specialist.locator('#goal').inputValue(), 'Students say what a fair test is');
    await specialist.locator('input[name="model"][value="team"]').check();
    await specialist.locator('#leads').fill('Both');
    await specialist.locator('form[action$="/plan"] .btn-primary').click();
    await specialist.waitForURL(/\/lessons\/\d+$/);
    await check_page(specialist, 'lesson-specialist');

    const cio = await at_desk('cio');
    assert.equal((await cio.goto(address)).status(), 404);
    cio.trouble.splice(0);

    await teacher.goto(address);
    assert.equal(await teacher.locator('#leads').inputValue(), 'Both');
    await teacher.locator('form[action$="/cancel"] button').click();
    await teacher.locator('dialog button, form button').filter({ hasText: /Cancelar la clase|Cancel the lesson/ }).last().click();
    await teacher.locator('.pill', { hasText: /cancelada|cancelled/ }).waitFor();
  });

  test('without script, on a phone', async () => {
    const teacher = await at_desk('teacher', { width: 390, script: false });
    await teacher.goto('/lessons/new');
    await teacher.locator('#class').selectOption({ index: 1 });
    await teacher.locator('form[action="/lessons/new"] button').click();
    await teacher.waitForURL(/class=/);
    if (!(await teacher.locator('input[name="time"]').count())) return;
    await teacher.locator('button[value="book"]').click();
    await teacher.locator('#goal').fill('Students read a graph');
    await teacher.locator('button[value="book"]').click();
    await teacher.locator('.errors').waitFor();
    assert.equal(await teacher.locator('#goal').inputValue(), 'Students read a graph');
  });

  test('the specialist sees own lessons and times, the CIO numbers', async () => {
    const specialist = await at_desk('specialist');
    for (const [name, address] of [['lessons-specialist', '/lessons'], ['lessons-times', '/lessons/times']]) {
      await specialist.goto(address);
      await check_page(specialist, name);
    }
    const open = specialist.locator('a[href$="/take"]');
    await specialist.goto('/lessons');
    if (await open.count()) {
      await open.first().click();
      await check_page(specialist, 'lesson-take');
    }
    const cio = await at_desk('cio');
    await cio.goto('/lessons/plan');
    const make = cio.locator('form[action="/lessons/plan/proposal"] button');
    if (await make.count()) await follow(cio, make);
    assert.equal(await cio.getByText(/Leo|Science|Reading/).count(), 0);
    await check_page(cio, 'lessons-plan');
    await cio.goto('/lessons/settings');
    await check_page(cio, 'lessons-settings');
  });

  test('of eight who want the same time at the same moment, one has it', async () => {
    const teacher = new Visitor(demo.url);
    assert.equal((await teacher.sign_in(demo.people.teacher.email, demo_password)).status, 303);
    const of_class = (await teacher.get('/lessons/new')).text.match(/<option value="(\d+)"/)[1];
    const form = (await teacher.get(`/lessons/new?class=${of_class}`)).text;
    const time = form.match(/name="time" value="([^"]+)"/)?.[1];
    if (!time) return;  // as in the summer break of the demo
    const wish = { class: of_class, periods: '1', topic: 'creating', goal: 'Students plan a film', how: 'book', time };
    const answers = await Promise.all(Array.from({ length: 8 }, () => teacher.post('/lessons', wish)));
    assert.deepEqual(answers.map((answer) => answer.status).sort(), [303, 422, 422, 422, 422, 422, 422, 422]);
  });

  test('a calendar program reads the feed without signing in', async () => {
    const teacher = await at_desk('teacher');
    await teacher.goto('/lessons');
    await follow(teacher, teacher.locator('form[action="/lessons/feed"] button'));
    const address = await teacher.locator('#address').inputValue();
    await check_page(teacher, 'lessons-feed');
    const answer = await fetch(demo.url + new URL(address).pathname);
    assert.equal(answer.headers.get('content-type'), 'text/calendar; charset=utf-8');
    const text = await answer.text();
    assert.match(text, /^BEGIN:VCALENDAR\r\n/);
    const events = new ICAL.Component(ICAL.parse(text)).getAllSubcomponents('vevent').map((part) => new ICAL.Event(part));
    assert.ok(events.length > 0, 'the demo has lessons');
    assert.equal(new Set(events.map((event) => event.uid)).size, events.length, 'each its own');
    for (const event of events) assert.ok(event.endDate.compare(event.startDate) > 0 && event.location);
    assert.doesNotMatch(text, /Science|Reading|water/);
    assert.equal((await fetch(`${demo.url}/lessons/feed/guessed.ics`)).status, 404);
  });
});
