// An embed is placed from a provider's code, shown to visitors with a link and a frame, handed over, and taken off.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { open_browser, open_page } from './harness/browser.mjs';
import { check_page } from './harness/check.mjs';
import { open_page_as, serve_demo } from './harness/server.mjs';

const schedule = '<!doctype html><html lang="en"><head><title>Schedule</title></head><body><h1>Riverbend 3, Hillside 1</h1></body></html>';

describe('embeds', () => {
  let district, browser, webmaster, visitor;

  before(async () => {
    district = await serve_demo();
    browser = await open_browser();
    webmaster = await open_page_as(browser, district, 'webmaster');
    visitor = await open_page(browser, { url: district.url });
    // The league's site, which is not there.
    await visitor.route('https://league.example.org/**', (route) => route.fulfill({ contentType: 'text/html', body: schedule }));
  });
  after(async () => {
    await browser?.close();
    await district?.stop();
  });

  test('the list says what needs its owner', async () => {
    await webmaster.goto('/website/embeds');
    await webmaster.getByText('No change for more than 14 days').waitFor();
    await check_page(webmaster, 'embeds');
    await webmaster.getByRole('link', { name: 'Allowed providers' }).click();
    await check_page(webmaster, 'embed-providers');
  });

  test('a script is refused with an explanation, a frame is taken', async () => {
    await webmaster.goto('/website/embeds/new');
    await check_page(webmaster, 'embed-new');
    await webmaster.locator('#name').fill('Junior varsity: schedule');
    await webmaster.locator('#purpose').fill('Games of the juniors; the coach posts them');
    await webmaster.locator('#code').fill('<script src="https://league.example.org/widget.js"></script>');
    await webmaster.getByRole('button', { name: 'Save' }).click();
    await webmaster.getByRole('alert').getByText('This code is only a script.').waitFor();
    await check_page(webmaster, 'embed-refused');
    await webmaster.locator('#code').fill('<iframe src="https://league.example.org/teams/junior" width="100%" height="500"></iframe>');
    await webmaster.getByRole('button', { name: 'Save' }).click();
    await webmaster.getByText('is placed').waitFor();
    await check_page(webmaster, 'embed-kept');
  });

  test('visitors get the link first, and the frame', async () => {
    await visitor.goto('/embeds/varsity-soccer-schedule-of-the-league');
    await visitor.getByRole('link', { name: 'Open Varsity soccer: schedule of the league' }).waitFor();
    await visitor.frameLocator('iframe').getByRole('heading', { name: 'Riverbend 3, Hillside 1' }).waitFor();
    await check_page(visitor, 'embed-public');
    await visitor.goto('/es/embeds/varsity-soccer-schedule-of-the-league');
    await visitor.frameLocator('iframe').getByRole('heading', { name: 'Riverbend 3, Hillside 1' }).waitFor();
    await check_page(visitor, 'embed-public-es', { narrow_only: true });
  });

  test('a frame of a host that is not on the page is stopped by the browser', async () => {
    await visitor.goto('/embeds/varsity-soccer-schedule-of-the-league');
    await visitor.evaluate(() => {
      const frame = document.createElement('iframe');
      frame.src = 'https://evil.example.org/';
      document.querySelector('main').append(frame);
    });
    await visitor.waitForFunction(() => true);
    await new Promise((later) => setTimeout(later, 300));
    assert.ok(visitor.trouble.splice(0).some((words) => words.includes('frame-src')), 'the policy names the frame');
  });

  test('it is handed over and taken off', async () => {
    await webmaster.goto('/website/embeds');
    await webmaster.getByRole('link', { name: 'Junior varsity: schedule' }).click();
    await webmaster.locator('#owner').selectOption({ label: 'Ruth Adler' });
    await webmaster.getByRole('button', { name: 'Hand over' }).click();
    await webmaster.getByText('It belongs to Ruth Adler now.').waitFor();
    await webmaster.getByRole('button', { name: 'Take off all pages' }).click();
    await webmaster.getByText('is off every page').waitFor();
    await check_page(webmaster, 'embed-away');
    const answer = await visitor.goto('/embeds/junior-varsity-schedule');
    assert.equal(answer.status(), 404);
  });
});
