// Events and games from the desk to a family's calendar and to another site: posted, moved, cancelled, pasted, scored; read by ical.js and khal; and a
// page of somebody else that shows a changed game within a minute, with script and without.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { promisify } from 'node:util';
import ICAL from 'ical.js';
import { open_browser, open_page } from './harness/browser.mjs';
import { check_page } from './harness/check.mjs';
import { open_page_as, serve_demo } from './harness/server.mjs';

const run = promisify(execFile);
/// ISO 8601; which way English writes a day depends on the version of Node.
const in_days = (days) => new Date(Date.now() + days * 86400000).toLocaleDateString('sv-SE', { timeZone: 'America/Chicago' });

/// A site of somebody else, on a port of its own.
async function serve_html(html) {
  const server = createServer((request, response) => response.setHeader('Content-Type', 'text/html; charset=utf-8').end(html)).listen(0, '127.0.0.1');
  await new Promise((listening) => server.once('listening', listening));
  return { url: `http://127.0.0.1:${server.address().port}`, stop: () => server.close() };
}

/// What khal, a calendar program of Debian, makes of a feed: a line for each event.
async function khal_lists(feed) {
  const folder = mkdtempSync(join(tmpdir(), 'belltower-khal-'));
  try {
    const config = join(folder, 'config');
    const file = join(folder, 'feed.ics');
    writeFileSync(file, feed);
    writeFileSync(config, `[calendars]\n[[school]]\npath = ${folder}/calendar\ntype = calendar\n[sqlite]\npath = ${folder}/khal.db\n[locale]\nlocal_timezone = America/Chicago\n` +
      'default_timezone = America/Chicago\ntimeformat = %H:%M\ndateformat = %Y-%m-%d\nlongdateformat = %Y-%m-%d\ndatetimeformat = %Y-%m-%d %H:%M\nlongdatetimeformat = %Y-%m-%d %H:%M\n[default]\ndefault_calendar = school\n');
    await run('mkdir', ['-p', `${folder}/calendar`]);
    const khal = (...words) => run('khal', ['-c', config, ...words], { env: { ...process.env, HOME: folder, LC_ALL: 'C.UTF-8', TZ: 'America/Chicago' } });
    await khal('import', '--batch', '-a', 'school', file);
    return (await khal('list', '--format', '{start-date} {start-time} {title}', in_days(-90), in_days(400))).stdout;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

describe('events and games', () => {
  let district, browser, director, guest;

  before(async () => {
    district = await serve_demo();
    browser = await open_browser();
    director = await open_page_as(browser, district, 'athletics');
    guest = await open_page(browser, { url: district.url });
  });
  after(async () => {
    await browser?.close();
    await district?.stop();
  });

  const get = async (path) => (await fetch(district.url + path)).text();
  const press = async (page, name, words) => {
    await page.getByRole('button', { name }).click();
    await page.getByText(words).first().waitFor();
  };

  const call_off = async (page) => {
    await page.getByRole('button', { name: 'Cancel it' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Cancel it' }).click();
    await page.getByText('It is cancelled').first().waitFor();
  };

  test('everybody sees what is on, in both languages', async () => {
    await guest.goto('/events');
    await check_page(guest, 'events');
    await guest.getByRole('link', { name: 'Riverbend High School' }).first().click();
    await check_page(guest, 'events-school');
    await guest.goto('/es/events');
    await check_page(guest, 'events-es', { narrow_only: true });
    await guest.goto('/events');
    await guest.locator('a[rel="next"]').click();
    await check_page(guest, 'events-month');
    await guest.goto('/events/group/board');
    await guest.getByText('Cancelled').first().waitFor();
    await guest.getByRole('link', { name: 'Budget workshop' }).click();
    await check_page(guest, 'event');
    const data = JSON.parse(await guest.locator('script[type="application/ld+json"]').textContent());
    assert.equal(data.eventStatus, 'https://schema.org/EventCancelled');
  });

  test('an event is posted, moved, cancelled, and stays visible', async () => {
    await director.goto('/calendar');
    await check_page(director, 'events-desk');
    await director.getByRole('link', { name: 'Add an event' }).click();
    await check_page(director, 'event-new');
    await director.locator('#title').fill('Spring musical');
    await director.locator('#first').fill(in_days(20));
    await director.locator('#starts').fill('19:00');
    await director.locator('#ends').fill('18:00');
    await director.getByRole('button', { name: 'Publish' }).click();
    await director.getByText('It ends before it begins').first().waitFor();
    await check_page(director, 'event-refused');
    await director.locator('#ends').fill('21:00');
    await press(director, 'Publish', 'Spring musical is published.');
    const address = (await director.getByRole('link', { name: 'See it as families do' }).getAttribute('href'));
    await guest.goto(address);
    await guest.getByRole('heading', { name: 'Spring musical' }).waitFor();
    await director.locator('#first').fill(in_days(22));
    await press(director, 'Save', 'Spring musical is saved.');
    await guest.reload();
    await guest.getByText('First planned for').waitFor();
    await director.locator('#why').fill('The stage is being repaired.');
    await call_off(director);
    await check_page(director, 'event-cancelled-desk');
    await guest.reload();
    await guest.getByText('The stage is being repaired.').waitFor();
    await check_page(guest, 'event-cancelled');
    await guest.goto(`/es${address}`);
    await guest.locator('main').getByText('Cancelado').waitFor();
    await check_page(guest, 'event-cancelled-es', { narrow_only: true });
  });

  test('calendar programs take the feed', async () => {
    const feed = await get('/events/calendar.ics');
    const calendar = new ICAL.Component(ICAL.parse(feed));
    const events = calendar.getAllSubcomponents('vevent').map((one) => new ICAL.Event(one));
    const musical = events.find((event) => event.summary === 'CANCELLED: Spring musical');
    assert.equal(musical.component.getFirstPropertyValue('status'), 'CANCELLED');
    assert.equal(musical.sequence, 2);
    assert.equal(calendar.getFirstPropertyValue('x-wr-timezone'), 'America/Chicago');
    const fair = events.find((event) => event.summary === 'Book fair');
    assert.equal(fair.startDate.isDate, true);
    assert.equal(fair.duration.toSeconds(), 5 * 86400);
    assert.equal(new Set(events.map((event) => event.uid)).size, events.length);
    const listed = await khal_lists(feed);
    assert.match(listed, new RegExp(`${in_days(22)} 19:00 CANCELLED: Spring musical`));
    assert.match(listed, /18:00 Board of Education, regular session/);
    const answer = await fetch(`${district.url}/events/calendar.ics`);
    assert.equal(answer.headers.get('content-type'), 'text/calendar; charset=utf-8');
    const again = await fetch(`${district.url}/events/calendar.ics`, { headers: { 'If-None-Match': answer.headers.get('etag') } });
    assert.equal(again.status, 304);
    assert.equal(answer.headers.get('set-cookie'), null);
  });

  test('a team has a page, a schedule that can be pasted, and results', async () => {
    await guest.goto('/teams');
    await check_page(guest, 'teams');
    await director.goto('/athletics');
    await check_page(director, 'athletics');
    await director.getByRole('link', { name: 'Add a team' }).click();
    await director.locator('#sport').selectOption('bowling');
    await check_page(director, 'team-new');
    await press(director, 'Save', 'is there. Now add its games');
    await director.getByRole('link', { name: 'Paste a schedule' }).first().click();
    await director.locator('#text').fill(`${in_days(0)}, 12:01 AM, Central, H, Bowl 300\n${in_days(9)}, 6 pm, @ Harbor,,\nsoon, 7 PM, Fairfield, H,`);
    await director.getByRole('button', { name: 'Look at it' }).click();
    await director.getByText('2 new, 0 changed, 0 as before, 1 left out').waitFor();
    await check_page(director, 'schedule-report');
    await press(director, 'Bring in the good lines', '2 lines were brought in.');
    await check_page(director, 'team-desk');
    await director.getByText('On another website').click();
    assert.match(await director.getByLabel('Code to paste').inputValue(), /<\/p>\n<iframe [^\n]*<\/iframe>\n<script [^\n]*<\/script>$/);
    await director.getByRole('link', { name: 'vs. Central' }).click();
    await check_page(director, 'game');
    await director.locator('#score').fill('812–790');
    await director.locator('#result').selectOption('won');
    await press(director, 'Save the score', 'The result is published.');
    await director.getByRole('link', { name: 'See it as families do' }).click();
    await director.getByText('Won 812–790').waitFor();
    await guest.goto(new URL(director.url()).pathname);
    await check_page(guest, 'team');
    await guest.goto(`/es${new URL(director.url()).pathname}`);
    await check_page(guest, 'team-es', { narrow_only: true });
    await guest.goto('/teams/riverbend-high-school-girls-varsity-basketball/embed');
    // Loading anew by itself is what a frame without script is asked to do; with script it never happens.
    guest.source = guest.source.then((html) => html.replace(/<noscript>.*<\/noscript>/, ''));
    await check_page(guest, 'team-embed');
  });

  test('a coach keeps the games of one team', async () => {
    const coach = await open_page_as(browser, district, 'coach');
    await coach.goto('/athletics');
    assert.equal(await coach.locator('tbody tr').count(), 1);
    assert.equal(await coach.getByRole('link', { name: 'Add a team' }).count(), 0);
    await check_page(coach, 'athletics-coach');
  });

  test('a changed game shows on a page of another site within a minute', { timeout: 150000 }, async () => {
    const team = '/teams/riverbend-high-school-girls-varsity-basketball';
    await guest.goto(team);
    const snippet = (await guest.locator('.snippet').inputValue()).replaceAll(/https?:\/\/[^/"]+\//g, `${district.url}/`);
    const page_around = (code) => `<!doctype html><html lang="en"><title>Boosters</title><h1>Boosters</h1>${code}</html>`;
    const [site, bare_site] = await Promise.all([serve_html(page_around(snippet)), serve_html(page_around(snippet.replace(/<script.*/, '')))]);
    try {
      const boosters = await open_page(browser, { url: site.url });
      const no_script = await open_page(browser, { url: bare_site.url, script: false });
      await Promise.all([boosters.goto('/'), no_script.goto('/')]);
      const frames = [boosters.frameLocator('iframe'), no_script.frameLocator('iframe')];
      for (const frame of frames) await frame.getByText('Coming games').waitFor();
      // The frame is as tall as what it shows; without script it keeps the height of its code.
      await boosters.waitForFunction(() => document.querySelector('iframe').style.height !== '');
      const [shown, inside] = [await boosters.locator('iframe').evaluate((frame) => frame.clientHeight), await frames[0].locator('html').evaluate((html) => html.scrollHeight)];
      assert.ok(Math.abs(shown - inside) <= 2, `${shown} px for a page of ${inside} px`);
      assert.equal(await no_script.locator('iframe').evaluate((frame) => frame.clientHeight), 600);
      assert.deepEqual(boosters.trouble, []);

      await director.goto('/athletics');
      await director.getByRole('link', { name: 'Girls varsity basketball', exact: true }).click();
      await director.getByRole('link', { name: /^(vs\.|at) / }).last().click();
      await director.locator('#why').fill('Water in the gym.');
      await call_off(director);
      const since = Date.now();
      await Promise.all(frames.map((frame) => frame.getByText('Water in the gym.').waitFor({ timeout: 60000 })));
      assert.ok(Date.now() - since < 60000);
      const data = await fetch(`${district.url}${team}/schedule.json`);
      assert.equal(data.headers.get('access-control-allow-origin'), '*');
      assert.ok((await data.json()).games.some((game) => game.status === 'cancelled' && game.note === 'Water in the gym.'));
    } finally {
      site.stop();
      bare_site.stop();
    }
  });
});
