// The door: the start page of a guest, signing in and out, the language, and pages that are not there.
import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, describe, test } from 'node:test';
import { follow, open_browser, open_page } from './harness/browser.mjs';
import { check_page } from './harness/check.mjs';
import { serve_empty, sign_in } from './harness/server.mjs';

const administrator = 'cio@riverbend.example';

describe('the door', () => {
  let district, browser, page;

  before(async () => {
    district = await serve_empty();
    browser = await open_browser();
  });
  after(async () => {
    await browser?.close();
    await district?.stop();
  });
  beforeEach(async () => (page = await open_page(browser, { url: district.url })));
  afterEach(() => page.context().close());

  test('a guest finds the start page and the way in', async () => {
    await page.goto('/start');
    await check_page(page, 'start-guest');
    await page.getByRole('banner').getByRole('link', { name: 'Sign in' }).click();
    await check_page(page, 'sign-in');
  });

  test('a wrong password says so and keeps the address that was typed', async () => {
    await page.goto('/sign-in');
    await page.locator('input[name="email"]').fill(administrator);
    await page.locator('input[type="password"]').fill('not this one');
    await page.locator('main').getByRole('button').first().click();
    await page.getByRole('alert').waitFor();
    assert.equal(await page.locator('input[name="email"]').inputValue(), administrator);
    await check_page(page, 'sign-in-refused');
  });

  test('a person signs in, is named, and signs out', async () => {
    await sign_in(page, administrator);
    await page.goto('/start');
    await check_page(page, 'start');
    await page.locator('.menu summary').click();
    assert.ok(await page.locator('.menu-who').getByText('Robin Vale').isVisible());
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByRole('banner').getByRole('link', { name: 'Sign in' }).waitFor();
  });

  test('signing in works without script', async () => {
    const plain = await open_page(browser, { url: district.url, script: false, width: 390 });
    await sign_in(plain, administrator);
    await plain.locator('.menu summary').click();
    assert.ok(await plain.getByRole('button', { name: 'Sign out' }).isVisible());
    await plain.context().close();
  });

  test('the page speaks Spanish to whoever asks for it', async () => {
    await page.goto('/start');
    await follow(page, page.getByRole('button', { name: 'Español' }));
    assert.equal(await page.locator('html').getAttribute('lang'), 'es');
    await check_page(page, 'start-guest-es');
  });

  test('a page that is not there says what to do', async () => {
    const answer = await page.goto('/nowhere');
    assert.equal(answer.status(), 404);
    await check_page(page, 'not-found');
  });
});
