// Mail that comes in by the pipe: somebody nobody knows is held and let in, answers stay in one conversation, rules are tried on a sample, and letters
// are ended by the link in them.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { open_browser, open_page } from './harness/browser.mjs';
import { check_page } from './harness/check.mjs';
import { open_mailbox } from './harness/mailbox.mjs';
import { serve_empty, sign_in } from './harness/server.mjs';

const cio_mail = 'cio@riverbend.example';
const parent = 'rosa@families.example';

describe('mail that comes in', () => {
  let district, browser, page, mailbox, number = 0, request;

  before(async () => {
    mailbox = await open_mailbox();
    district = await serve_empty();
    browser = await open_browser();
    page = await open_page(browser, { url: district.url });
    await sign_in(page, cio_mail);
    await page.goto('/settings/schools');
    await page.locator('#name').fill('North School');
    await page.locator('main form .btn-primary').last().click();
    await page.getByText('Now give it its rooms.').waitFor();
  });
  after(async () => {
    await browser?.close();
    await district?.stop();
    mailbox?.stop();
  });

  const come = (from, subject, text, head = '') => JSON.parse(district.pipe(
    `Message-ID: <e2e-${++number}@mail.example>\nFrom: ${from}\nTo: help@riverbend.example\nSubject: ${subject}\n${head}Content-Type: text/plain; charset=utf-8\n\n${text}\n`,
    'mail', 'receive', '--to', 'help@riverbend.example', '--json'));

  test('choices and a rule, tried on a sample', async () => {
    await page.goto('/settings');
    await page.getByRole('link', { name: /Mail rules/ }).click();
    await check_page(page, 'mail-rules-empty');
    await page.getByRole('link', { name: 'Change' }).click();
    await page.locator('#school').selectOption({ label: 'North School' });
    await check_page(page, 'mail-choices');
    await page.locator('main form .btn-primary').click();
    await page.getByRole('link', { name: 'Add a rule' }).click();
    await page.locator('main form .btn-primary').click();
    await page.locator('.errors').or(page.locator('#name:invalid')).first().waitFor();
    await page.locator('#name').fill('Copiers');
    await page.locator('#words').fill('copier\ntoner');
    await page.locator('#category').selectOption({ label: 'Printing' });
    await check_page(page, 'mail-rule');
    await page.locator('main form .btn-primary').click();
    await page.getByRole('link', { name: 'Copiers' }).waitFor();
    await page.locator('#from').fill(cio_mail);
    await page.locator('#subject').fill('No toner in the copier');
    await page.getByRole('button', { name: 'Try it' }).click();
    await page.getByText('It becomes a request at once.').waitFor();
    await check_page(page, 'mail-rules');
  });

  test('mail of an address that nobody knows waits for a person', async () => {
    const held = come(`Rosa Delgado <${parent}>`, 'Wi-Fi for the fair', 'Which network may visitors use?');
    assert.equal(held.state, 'held');
    await page.goto(`/settings/mail/received/${held.id}`);
    await check_page(page, 'mail-held');
    await page.getByRole('button', { name: /Let it in/ }).click();
    await page.goto('/queue?view=team');
    await page.getByRole('link', { name: /Wi-Fi for the fair/ }).first().click();
    await page.waitForURL(/\/requests\/\d+$/);
    request = new URL(page.url()).pathname;
    await page.getByText('by mail').first().waitFor();
    await check_page(page, 'request-by-mail');
  });

  test('letters and answers are one conversation', async () => {
    await page.goto('/settings/mail');
    await page.locator('#url').fill(`smtp://127.0.0.1:${mailbox.port}`);
    await page.locator('#address').fill('help@riverbend.example');
    await page.locator('main form .btn-primary').first().click();
    const receipt = await mailbox.until(parent, 'In-Reply-To: <e2e-1@mail.example>');
    assert.match(receipt, /\[bt\.request\+\d+\+[0-9a-f]{16}\.0\.[0-9a-f]{20}\]/);
    const id = receipt.match(/^Message-ID: <(bt\.[^>]+)>/im)[1];
    assert.equal(come(parent, 'Re: Wi-Fi for the fair', 'It is on Friday.\n\nOn Monday you wrote:\n> We have it', `In-Reply-To: <${id}>\n`).link, request);
    assert.equal(come(parent, 'Automatic reply', 'I am away.', `Auto-Submitted: auto-replied\nIn-Reply-To: <${id}>\n`).why, 'auto_reply');
    assert.equal(come('somebody@else.example', 'Re: Wi-Fi', 'Me too', `In-Reply-To: <${id}>\n`).state, 'held');
    await page.goto(request);
    await page.getByText('It is on Friday.').first().waitFor();
    await page.getByText('Show signature and quoted text').click();
    await page.getByText('> We have it').waitFor();
    await page.getByText('An automatic answer of').waitFor();
    await check_page(page, 'request-conversation');
  });

  test('thanks leave a solved request solved', async () => {
    await page.goto(request);
    await page.locator('#resolve summary').click();
    await page.locator('#resolve-words').fill('Visitors use the network Guest.');
    await page.locator('form[action$="/resolution"] button').click();
    const solved = await mailbox.until(parent, 'Visitors use the network Guest.');
    assert.match(solved, /nothing but thanks opens nothing/);
    const id = solved.match(/^Message-ID: <(bt\.[^>]+)>/im)[1];
    const thanks = come(`Rosa Delgado <${parent}>`, 'Re: Wi-Fi for the fair', 'Thank you so much, Robin!\n\nRosa', `In-Reply-To: <${id}>\n`);
    assert.equal(thanks.why, 'thanks');
    await page.goto(request);
    await page.getByText('Only thanks, so it stays solved').waitFor();
    await check_page(page, 'request-thanked');
    assert.equal(come(parent, 'Re: Wi-Fi for the fair', 'Thank you, but Guest wants a password.', `In-Reply-To: <${id}>\n`).why, 'answer');
    await page.goto(request);
    await page.getByText('Reopened').first().waitFor();
  });

  test('letters are found in the outbox, and lead to what they are about', async () => {
    await page.goto('/settings/mail/outbox');
    await page.locator('#words').fill('ROSA');
    await page.locator('form.filters button').click();
    await page.waitForURL(/words=ROSA/);
    await check_page(page, 'outbox-search');
    await page.getByRole('link', { name: /Re: Wi-Fi for the fair/ }).first().click();
    await page.waitForURL((address) => address.pathname === request);
    await page.goto('/settings/mail/outbox?words=nobody+of+that+name');
    await page.getByText('Nothing was found').waitFor();
  });

  test('a link in the letter ends letters, without script', async () => {
    await page.goto(request);
    await page.locator('form[action$="/watch"] button').click();
    await page.locator('summary', { hasText: 'wait' }).first().click();
    await page.locator('#wait-words').fill('The network people answer tomorrow.');
    await page.locator('form[action$="/wait"] button').click();
    const letter = await mailbox.until(`To: Robin Vale <${cio_mail}>`, 'The network people answer tomorrow.', '/unsubscribe/');
    assert.match(letter, /^List-Unsubscribe-Post: List-Unsubscribe=One-Click/im);
    const path = letter.match(/\/unsubscribe\/[\w-]+/)[0];
    const plain = await open_page(browser, { width: 390, url: district.url, script: false });
    await plain.goto(path);
    await plain.getByRole('button', { name: 'Send me no more letters' }).click();
    await plain.getByRole('heading', { name: 'No more letters' }).waitFor();
    await plain.getByRole('button', { name: 'Send them again' }).click();
    await plain.getByRole('button', { name: 'Send me no more letters' }).waitFor();
    const scripted = await open_page(browser, { width: 390, url: district.url });
    await scripted.goto(path);
    await check_page(scripted, 'unsubscribe');
    const pressed = await fetch(district.url + path, { method: 'POST', body: new URLSearchParams({ 'List-Unsubscribe': 'One-Click' }), redirect: 'manual' });
    assert.equal(pressed.status, 200);
    await scripted.goto(path);
    await check_page(scripted, 'unsubscribed');
  });

  test('a letter that came back is told on the request, and mended with one tap', async () => {
    const receipt = await mailbox.until(parent, 'In-Reply-To: <e2e-1@mail.example>');
    const id = receipt.match(/^Message-ID: <(bt\.[^>]+)>/im)[1];
    const report = `Message-ID: <e2e-return@mail.example>\nFrom: mailer-daemon@families.example\nTo: help@riverbend.example\nSubject: Undelivered\nReturn-Path: <>\nMIME-Version: 1.0\n` +
      `Content-Type: multipart/report; report-type=delivery-status; boundary="part"\n\n--part\nContent-Type: text/plain\n\nSorry.\n\n--part\nContent-Type: message/delivery-status\n\n` +
      `Reporting-MTA: dns; families.example\n\nFinal-Recipient: rfc822; ${parent}\nAction: failed\nStatus: 5.1.1\nDiagnostic-Code: smtp; 550 5.1.1 User unknown\n\n` +
      `--part\nContent-Type: text/rfc822-headers\n\nMessage-ID: <${id}>\nSubject: x\n\n--part--\n`;
    const arrived = JSON.parse(district.pipe(report, 'mail', 'receive', '--json'));
    assert.equal(arrived.why, 'bounce');
    assert.equal(arrived.state, 'taken');
    await page.goto(request);
    await page.getByText(`Letters to ${parent} come back since`).waitFor();
    await check_page(page, 'request-letters-back');
    await page.getByRole('button', { name: 'The address works again' }).click();
    await page.getByText('Letters go to the address again.').first().waitFor();
  });

  test('an answer of somebody else becomes a request of their own', async () => {
    const receipt = await mailbox.until(parent, 'In-Reply-To: <e2e-1@mail.example>');
    const id = receipt.match(/^Message-ID: <(bt\.[^>]+)>/im)[1];
    const held = come('Mia <mia@else.example>', 'Re: Wi-Fi', 'The same in room 2.', `In-Reply-To: <${id}>\n`);
    assert.equal(held.state, 'held');
    await page.goto(`/settings/mail/received/${held.id}`);
    assert.ok(!(await page.content()).includes(id), 'a seal is handed to nobody');
    await check_page(page, 'mail-held-answer');
    await page.getByRole('button', { name: 'As a request of its own' }).click();
    await page.getByRole('link', { name: 'Open what became of it' }).click();
    await page.waitForURL((address) => /^\/requests\/\d+$/.test(address.pathname) && address.pathname !== request);
    await page.getByText('The same in room 2.').first().waitFor();
  });
});
