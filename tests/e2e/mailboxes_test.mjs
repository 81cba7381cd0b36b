// Mail in as its manager sees it: a mailbox is added, tried, stopped and removed; messages are listed, and their text is shown with a note.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { open_browser, open_page } from './harness/browser.mjs';
import { check_page } from './harness/check.mjs';
import { binary, serve_empty, sign_in } from './harness/server.mjs';

const cio_mail = 'cio@riverbend.example';

describe('mailboxes and received messages', () => {
  let district, browser, page;

  before(async () => {
    district = await serve_empty();
    browser = await open_browser();
    page = await open_page(browser, { url: district.url });
    await sign_in(page, cio_mail);
  });
  after(async () => {
    await browser?.close();
    await district?.stop();
  });

  const come = (id, subject, text) => JSON.parse(district.pipe(
    `Message-ID: <${id}@mail.example>\nFrom: Rosa Delgado <rosa@families.example>\nTo: help@riverbend.example\nSubject: ${subject}\nContent-Type: text/plain; charset=utf-8\n\n${text}\n`,
    'mail', 'receive', '--to', 'help@riverbend.example', '--json'));

  test('a mailbox is added, and what is in the way is said', async () => {
    await page.goto('/settings/mail');
    await check_page(page, 'mail-settings');
    await page.getByRole('link', { name: 'Add a mailbox' }).click();
    await page.locator('#host').fill('imap://nowhere');
    await page.locator('main form .btn-primary').click();
    await page.locator('.errors').waitFor();
    await check_page(page, 'mailbox-errors');
    await page.locator('#box_name').fill('Help desk');
    await page.locator('#address').fill('help@riverbend.example');
    await page.locator('#host').fill('localhost');
    await page.locator('#port').fill('1');
    await page.locator('#tls').selectOption('none');
    await page.locator('#user').fill('help');
    await page.locator('#password').fill('hush');
    await page.locator('summary', { hasText: 'Tokens' }).click();
    await check_page(page, 'mailbox-form');
    await page.locator('main form .btn-primary').click();
    await page.getByRole('button', { name: 'Try it now' }).click();
    await page.getByText('localhost does not answer on that port').first().waitFor();
    await check_page(page, 'mailbox-trouble');
    await page.goto('/settings/mail');
    await page.getByText('localhost does not answer on that port').waitFor();
    await check_page(page, 'mail-settings-mailbox');
  });

  test('it is stopped, and removed when that is meant', async () => {
    await page.getByRole('link', { name: 'Help desk' }).click();
    await page.getByRole('button', { name: 'Stop asking' }).click();
    await page.locator('.pill', { hasText: 'Stopped' }).waitFor();
    await check_page(page, 'mailbox-stopped');
    await page.getByRole('button', { name: 'Remove' }).click();
    await page.getByRole('heading', { name: 'Remove the mailbox Help desk?' }).waitFor();
    await check_page(page, 'mailbox-removal');
    await page.locator('main form .btn-danger').click();
    await page.getByText('The mailbox Help desk was removed.').first().waitFor();
  });

  test('a message is read with a note, left out, and stays in the list', async () => {
    await page.goto('/settings/mail/received');
    await check_page(page, 'received-empty');
    const held = come('one', 'Wi-Fi for the fair', 'Which network may visitors use?\n\n> An older line\n');
    assert.equal(held.state, 'held');
    assert.equal(come('one', 'Wi-Fi for the fair', 'Which network may visitors use?\n\n> An older line\n').repeated, true);
    come('two', 'A very long subject that somebody wrote on a telephone without looking, because the bus was late and the fair is on Friday', 'x');
    await page.goto('/settings/mail/received?state=held');
    await check_page(page, 'received');
    await page.getByRole('link', { name: 'Wi-Fi for the fair' }).click();
    assert.equal(await page.getByText('Which network may visitors use?').count(), 0);
    await page.getByRole('link', { name: 'Show the text' }).click();
    await page.getByText('Which network may visitors use?').waitFor();
    await check_page(page, 'received-text');
    await page.getByRole('button', { name: 'Leave it out' }).click();
    await page.getByText('It was left out.').first().waitFor();
    await check_page(page, 'received-left-out');
    await page.goto('/settings/mail/received?state=dropped');
    await page.getByRole('link', { name: 'Wi-Fi for the fair' }).waitFor();
  });

  test('what is no message is refused, with a reason for the mail server', () => {
    assert.throws(() => district.pipe('hello\n', 'mail', 'receive'), ({ status, stderr }) => status === 65 && String(stderr).includes('Nothing was kept'));
    assert.throws(() => district.pipe('Subject: x\n\nx', 'mail', 'receive', '--to', 'nobody'), ({ status }) => status === 2);
  });

  test('a pipe that is killed at any moment loses nothing and takes nothing twice', async () => {
    const raw = (number) => `Message-ID: <killed-${number}@mail.example>\nFrom: Rosa Delgado <rosa@families.example>\nSubject: Killed ${number}\n\n${'words '.repeat(20000)}\n`;
    let killed = 0;
    for (let number = 0; number < 12; ++number) {
      const child = spawn(binary(), ['mail', 'receive', '--data', join(district.data, 'district')], { stdio: ['pipe', 'ignore', 'ignore'] });
      const ended = new Promise((resolve) => child.once('exit', (code, signal) => resolve(signal)));
      child.stdin.on('error', () => {});
      child.stdin.end(raw(number));
      setTimeout(() => child.kill('SIGKILL'), number * 12);
      if (await ended) ++killed;
      // As a mail server does that was not told "done".
      district.pipe(raw(number), 'mail', 'receive');
    }
    assert.ok(killed > 3, `${killed} of 12 were killed before they were done`);
    await page.goto('/settings/mail/received');
    for (let number = 0; number < 12; ++number) assert.equal(await page.getByRole('link', { name: `Killed ${number}`, exact: true }).count(), 1);
    assert.match(await district.command('check'), /./);
  });

  test('many that wait are found by their words and decided about together', async () => {
    await page.goto('/settings/mail/received');
    await page.locator('#words').fill('killed 1');
    await page.locator('#state').selectOption({ label: 'Waits for you' });
    await page.locator('form.filters button').click();
    await page.waitForURL(/words=killed/);
    const shown = page.locator('input[name="pick"]');
    assert.equal(await shown.count(), 3);
    await check_page(page, 'received-search');
    await page.getByRole('button', { name: 'Leave them out' }).click();
    await page.getByText('Choose at least one message.').first().waitFor();
    await page.goto('/settings/mail/received?state=held&words=killed+1');
    await page.getByLabel('Choose “Killed 10”').check();
    await page.getByLabel('Choose “Killed 11”').check();
    await page.getByRole('button', { name: 'Leave them out' }).click();
    await page.getByText('2 messages were left out.').first().waitFor();
    assert.equal(await page.getByLabel('Choose “Killed 10”').count(), 0);
    await page.getByLabel('Choose “Killed 1”', { exact: true }).waitFor();
  });

  test('what waits is what the list opens with, and all of it is chosen without script', async () => {
    const plain = await open_page(browser, { width: 390, url: district.url, script: false });
    await sign_in(plain, cio_mail);
    await plain.goto('/settings/mail/received');
    assert.equal(await plain.locator('#state').inputValue(), 'held');
    const waiting = await plain.locator('input[name="pick"]').count();
    assert.ok(waiting > 5, `${waiting} wait`);
    await plain.getByRole('link', { name: 'Choose all on this page' }).click();
    await plain.getByRole('link', { name: 'Choose none' }).waitFor();
    assert.equal(await plain.locator('input[name="pick"]:checked').count(), waiting);
    await page.goto('/settings/mail/received?state=held&pick=all');
    await check_page(page, 'received-all-chosen');
    await plain.getByRole('button', { name: 'Leave them out' }).click();
    await plain.getByText(`${waiting} messages were left out.`).first().waitFor();
    await plain.goto('/settings/mail/received');
    assert.equal(await plain.locator('#state').inputValue(), '', 'nothing waits, so all is shown');
  });

  test('how long messages are kept is said and bounded', async () => {
    await page.goto('/settings/mail/received');
    await page.locator('#days').fill('3');
    await page.locator('form[action$="/keeping"] button').click();
    await page.locator('#days-error').waitFor();
    await check_page(page, 'received-days');
    await page.locator('#days').fill('90');
    await page.locator('form[action$="/keeping"] button').click();
    await page.getByText('What is older is forgotten in the coming night.').first().waitFor();
  });
});
