// The style guide and the islands in a real browser, under the content policy of the real server.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, beforeEach, describe, test } from 'node:test';
import { open_browser, open_page } from '../tests/e2e/harness/browser.mjs';
import { check_page } from '../tests/e2e/harness/check.mjs';
import { filmOf } from './lib/camera.mjs';
import { servePreview } from './lib/preview.mjs';

describe('the front end', () => {
  let preview, browser, page;
  const sent = () => preview.asked.filter(({ method, pathname }) => method === 'POST' && !pathname.endsWith('/presence'));

  before(async () => {
    preview = await servePreview();
    browser = await open_browser();
  });
  after(async () => {
    await browser?.close();
    await preview?.stop();
  });
  beforeEach(async () => {
    await page?.context().close();
    page = await open_page(browser, { url: preview.url });
    await page.goto('/');
    preview.asked.length = 0;
  });

  test('every component is accessible, valid and fits a phone', () => check_page(page, 'styleguide'));

  test('the menu opens without script', async () => {
    const plain = await open_page(browser, { url: preview.url, script: false, width: 390 });
    await plain.goto('/');
    await plain.locator('.menu summary').click();
    assert.ok(await plain.locator('.menu-nav a', { hasText: 'Queue' }).isVisible());
    assert.equal(await plain.locator('.needs-script').first().isVisible(), false);
    await plain.context().close();
  });

  test('the menu closes on Escape and gives the focus back', async () => {
    await page.locator('.menu summary').click();
    await page.keyboard.press('Tab');
    await page.keyboard.press('Escape');
    assert.equal(await page.locator('.menu').getAttribute('open'), null);
    assert.ok(await page.locator('.menu summary').evaluate((summary) => summary === document.activeElement));
  });

  test('a destructive button asks, and a no sends nothing', async () => {
    await page.locator('#subject').fill('Screen stays dark');
    await page.locator('#form-page').getByRole('button', { name: 'Throw away' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Keep it' }).click();
    assert.equal(sent().length, 0);
    await page.locator('#form-page').getByRole('button', { name: 'Throw away' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Throw away' }).click();
    await page.waitForURL('**/requests');
    assert.match(sent()[0].body, /name="confirmed"\r\n\r\n1|confirmed=1/);
  });

  test('a second tap on send sends nothing', async () => {
    await page.locator('.columns form button').first().evaluate((button) => { button.form.requestSubmit(); button.form.requestSubmit(); });
    await page.waitForURL('**/assignment');
    assert.equal(sent().length, 1);
  });

  test('a person is chosen by keyboard from suggestions, and typing on undoes the choice', async () => {
    const who = page.getByRole('combobox', { name: 'Who stopped you?' });
    await who.pressSequentially('ana');
    await page.getByRole('option', { name: 'Ana Silva' }).waitFor();
    await who.press('ArrowDown');
    await who.press('Enter');
    assert.equal(await who.inputValue(), 'Ana Silva');
    assert.equal(await page.locator('#who_id').inputValue(), '12');
    await who.press('Backspace');
    assert.equal(await page.locator('#who_id').inputValue(), '');
  });

  test('the key / leads to the search, unless it is turned off', async () => {
    const searching = () => page.evaluate(() => document.activeElement?.getAttribute('type') === 'search');
    await page.keyboard.press('/');
    assert.ok(await searching());
    await page.locator('.menu summary').click();
    await page.getByRole('button', { name: 'Shortcut' }).click();
    await page.keyboard.press('Escape');
    await page.keyboard.press('/');
    assert.equal(await searching(), false);
  });

  test('answers come while a person types, without a complaint of the content policy', async () => {
    await page.locator('#subject').pressSequentially('flickers');
    await page.getByRole('link', { name: 'A projector that flickers' }).waitFor();
    assert.equal(preview.asked.at(-1).query.subject, 'flickers');
    assert.deepEqual(page.trouble, []);
  });

  test('a changed topic changes the list in place and keeps what a person typed', async () => {
    await page.waitForFunction(() => document.documentElement.classList.contains('js'));
    while (preview.watchers() === 0) await page.waitForTimeout(20);
    preview.publish('queue', 6);
    await page.locator('#what').fill('Beamer');
    preview.change((html) => html.replace('Printer jams on envelopes', 'Printer is on fire'));
    preview.publish('queue', 7);
    await page.getByRole('link', { name: 'Printer is on fire' }).waitFor();
    assert.equal(await page.locator('#what').inputValue(), 'Beamer');
    assert.ok(await page.locator('#what').evaluate((field) => field === document.activeElement));
  });

  test('somebody else who is writing is named', async () => {
    await page.getByText('Ben Okafor is answering too.').first().waitFor();
    await page.locator('#more').fill('Hello');
    while (!preview.asked.some(({ body }) => body === 'state=writing')) await page.waitForTimeout(20);
  });

  test('a picked photo is shown before it is sent, and one too large is named', async () => {
    const dot = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==', 'base64');
    await page.locator('#photos').setInputFiles([{ name: 'dot.png', mimeType: 'image/png', buffer: dot }]);
    await page.locator('.previews canvas').waitFor();
    await page.locator('#photos').setInputFiles([{ name: 'film.mov', mimeType: 'video/quicktime', buffer: Buffer.alloc(3 << 20) }]);
    await page.waitForFunction(() => document.querySelector('#photos').validationMessage === 'film.mov is larger than 2 MB');
  });

  test('a copied link is in the clipboard and the button says so', async () => {
    await page.getByRole('button', { name: 'Copy the link' }).click();
    await page.getByRole('button', { name: 'Copied' }).waitFor();
    assert.equal(await page.evaluate(() => navigator.clipboard.readText()), 'https://it.example.org/s/7f3k');
  });

  test('a camera that is missing is said, and the tag can be typed', async () => {
    await page.getByRole('button', { name: 'Scan the label' }).click();
    await page.getByText('The camera is not available. Type the tag instead.').waitFor();
    await page.getByRole('button', { name: 'Close', exact: true }).click();
    assert.equal(await page.getByRole('dialog').count(), 0);
  });

  describe('with a label before the camera', () => {
    const folder = mkdtempSync(join(tmpdir(), 'belltower-camera-'));
    after(() => rmSync(folder, { recursive: true }));

    async function scan(label) {
      filmOf(label, join(folder, 'label.y4m'));
      const filming = await open_browser(['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream',
        `--use-file-for-fake-video-capture=${join(folder, 'label.y4m')}`]);
      const phone = await open_page(filming, { url: preview.url, width: 390 });
      await phone.context().grantPermissions(['camera']);
      await phone.goto('/');
      await phone.getByRole('button', { name: 'Scan the label' }).click();
      return { phone, close: () => filming.close() };
    }

    test('a tag goes into the field', async () => {
      const { phone, close } = await scan('CB-0412');
      await phone.waitForFunction(() => document.querySelector('#tag').value === 'CB-0412');
      assert.deepEqual(phone.trouble, []);
      await close();
    });

    test('our own label leads to its page', async () => {
      const { phone, close } = await scan(`${preview.url}/l/7f3kq`);
      await phone.waitForURL('**/l/7f3kq');
      await close();
    });
  });
});
