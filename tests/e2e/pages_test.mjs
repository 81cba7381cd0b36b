// Every page that a person of the demo can reach, as it stands in a district with two years behind it.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { open_browser, open_page } from './harness/browser.mjs';
import { check_page } from './harness/check.mjs';
import { engine, open_page_as, serve_demo, speak } from './harness/server.mjs';

/// [name, address], or [name, address, selector]: the first link of that selector on the address is followed.
const pages = {
  guest: [
    ['start-guest-demo', '/start'],
    ['password-forgotten', '/password/forgotten'],
    ['postings-guest', '/postings'],
    ['posting-guest', '/postings', 'main h2 a'],
    ['ask-guest', '/requests/new'],
  ],
  student: [
    ['start-student', '/start'],
    ['my-requests-student', '/requests'],
    ['not-for-students', '/settings/access'],
  ],
  teacher: [
    ['start-teacher', '/start'],
    ['ask-what', '/requests/new'],
    ['ask-write', '/requests/new', '.doors a'],
    ['my-requests', '/requests'],
    ['my-requests-done', '/requests?show=ended'],
    ['my-request-old', '/requests?show=ended', '.queue a'],
    ['my-day-teacher', '/my-day'],
    ['account', '/account'],
    ['second-factor', '/account/second-factor'],
  ],
  technician: [
    ['start-technician', '/start'],
    ['my-day', '/my-day'],
    ['queue', '/queue?view=team'],
    ['queue-mine', '/queue?view=mine'],
    ['queue-waiting', '/queue?view=waiting'],
    ['queue-nobody', '/queue?view=unassigned'],
    ['walk-up', '/walk-ups/new'],
    ['search-nothing', '/search'],
    ['search', '/search?q=chromebook'],
    ['work-on-request', '/queue?view=team', '.queue a'],
    ['devices', '/devices'],
    ['device', '/devices', 'main .panel a[href^="/devices/"], main .queue a, main table a'],
    ['roles-title', '/roles?q=technology+coordinator'],
    ['job-descriptions-staff', '/job-descriptions'],
    ['job-description-staff', '/job-descriptions', 'main table a'],
    ['device-labels', '/devices/labels?kind=chromebook'],
    ['people', '/people'],
    ['person', '/people', 'main table a'],
  ],
  cio: [
    ['start-cio', '/start'],
    ['overview', '/overview'],
    ['roles', '/roles'],
    ['role', '/roles', 'main a[href^="/roles/"]'],
    ['role-content', '/roles/technician/content'],
    ['job-descriptions', '/job-descriptions'],
    ['job-description', '/job-descriptions', 'main table a'],
    ['settings', '/settings'],
    ['settings-schools', '/settings/schools'],
    ['settings-school', '/settings/schools', 'main a[href^="/settings/schools/"]'],
    ['settings-hours', '/settings/hours'],
    ['settings-hours-edit', '/settings/hours', 'main a[href^="/settings/hours/edit"]'],
    ['settings-holidays', '/settings/holidays'],
    ['settings-holiday-new', '/settings/holidays/new'],
    ['settings-bells', '/settings/bells'],
    ['settings-bell', '/settings/bells', 'main table a'],
    ['settings-bells-new', '/settings/bells/new'],
    ['lessons-plan', '/lessons/plan'],
    ['lessons-settings', '/lessons/settings'],
    ['settings-staff', '/settings/staff'],
    ['settings-staff-new', '/settings/staff/new'],
    ['settings-staff-person', '/settings/staff', 'main a[href^="/settings/staff/"]:not([href$="/new"])'],
    ['settings-titles', '/settings/titles'],
    ['settings-teams', '/settings/teams'],
    ['settings-team', '/settings/teams', 'main table a'],
    ['settings-categories', '/settings/categories'],
    ['settings-category', '/settings/categories', 'main table a'],
    ['settings-targets', '/settings/targets'],
    ['settings-replies', '/settings/replies'],
    ['settings-reply', '/settings/replies', 'main table a'],
    ['settings-routing', '/settings/routing'],
    ['settings-routing-new', '/settings/routing/new'],
    ['settings-mail', '/settings/mail'],
    ['settings-outbox', '/settings/mail/outbox'],
    ['settings-stopped', '/settings/mail/stopped'],
    ['settings-access', '/settings/access'],
    ['settings-access-account', '/settings/access', 'main table a'],
    ['jobs', '/jobs'],
    ['imports', '/imports'],
    ['imports-new', '/imports/new'],
    ['audit', '/audit'],
    ['audit-access', '/audit/access'],
    ['device-new', '/devices/new'],
  ],
};

describe('every page', () => {
  let demo, browser;
  const open = {};

  before(async () => {
    demo = await serve_demo();
    browser = await open_browser();
  });
  after(async () => {
    await browser?.close();
    await demo?.stop();
  });

  for (const [who, list] of Object.entries(pages)) {
    for (const [name, address, link] of list) {
      test(`${who}: ${name}`, async () => {
        const page = (open[who] ??= who === 'guest' ? await open_page(browser, { url: demo.url }) : await open_page_as(browser, demo, who));
        const answer = await page.goto(address);
        assert.ok(answer.ok() || name.startsWith('not-'), `${address} answers ${answer.status()}`);
        if (link) await page.goto(await page.locator(link).first().getAttribute('href'));
        await speak(page, 'en');
        await check_page(page, name);
        if (engine !== 'sqlite') return;
        await speak(page, 'es');
        await check_page(page, `${name}-es`, { narrow_only: true });
        await speak(page, 'en');
      });
    }
  }
});
