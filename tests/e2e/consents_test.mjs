// Who may be shown: a mother answers by her link on a phone in Spanish and without script, the office enters paper and hears a call, a principal looks at the list.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { open_browser, open_page } from './harness/browser.mjs';
import { check_page } from './harness/check.mjs';
import { open_mailbox } from './harness/mailbox.mjs';
import { open_page_as, serve_demo, serve_empty, sign_in } from './harness/server.mjs';
import { zip } from './harness/zip.mjs';

const roster = zip({
  'manifest.csv': 'propertyName,value\nmanifest.version,1.0\noneroster.version,1.1\nfile.academicSessions,absent\nfile.classes,absent\nfile.courses,absent\nfile.enrollments,absent\nfile.orgs,bulk\nfile.users,bulk\n',
  'orgs.csv': 'sourcedId,status,dateLastModified,name,type,identifier,parentSourcedId\nD,,,Riverbend District,district,06,\nE,,,East School,school,0601,D\n',
  'users.csv': 'sourcedId,status,dateLastModified,enabledUser,orgSourcedIds,role,username,userIds,givenName,familyName,middleName,identifier,email,sms,phone,agentSourcedIds,grades,password\n' +
    'u1,,,true,E,student,apena,,Ana,Peña,,S-1,ana@riverbend.example,,,u3,03,\nu2,,,true,E,student,bpena,,Ben,Peña,,S-2,ben@riverbend.example,,,u3,09,\n' +
    'u3,,,true,E,parent,rpena,,Rosa,Peña,,,rosa@families.example,,,"u1,u2",,\nu4,,,true,E,student,cday,,Cam,Day,,S-3,,,,,04,\n',
});

const in_row = (page, words) => page.locator('tbody tr', { hasText: words });

describe('what families say about pictures', () => {
  let district, browser, office, mother, mailbox, link;

  before(async () => {
    mailbox = await open_mailbox();
    district = await serve_empty();
    browser = await open_browser();
    office = await open_page(browser, { url: district.url });
    await sign_in(office, 'cio@riverbend.example');
    mother = await open_page(browser, { width: 390, script: false, language: 'es-MX', url: district.url });
  });
  after(async () => {
    await browser?.close();
    await district?.stop();
    mailbox?.stop();
  });

  test('before there is a roster the list says what it will hold', async () => {
    await office.goto('/consents');
    await office.getByRole('heading', { name: 'No students yet' }).waitFor();
    await check_page(office, 'consents-empty');
    await office.goto('/imports/new?kind=roster');
    await office.locator('input[name="kind"][value="roster"]').check({ force: true });
    await office.locator('#file').setInputFiles({ name: 'roster.zip', mimeType: 'application/zip', buffer: Buffer.from(roster) });
    await office.locator('main form .btn-primary').click();
    await office.getByText('Nothing was changed yet').waitFor();
    await office.getByRole('button', { name: 'Bring it in' }).click();
    await office.locator('.flash-good').waitFor();
  });

  test('the CIO opens two channels', async () => {
    await office.goto('/settings/pictures');
    assert.equal(await office.locator('input[name="open"]:checked').count(), 0, 'nothing is open after installation');
    await office.locator('input[value="site"]').check();
    await office.locator('input[value="print"]').check();
    await office.locator('#yes_ends_day').fill('31');
    await check_page(office, 'pictures-settings');
    await office.locator('#yes_ends_month').selectOption('6');
    await office.getByRole('button', { name: 'Save' }).click();
    await office.getByText('Type a day that this month has.').first().waitFor();
    await check_page(office, 'pictures-settings-refused');
    await office.locator('#yes_ends_month').selectOption('7');
    await office.getByRole('button', { name: 'Save' }).click();
    await office.locator('.flash-good').waitFor();
  });

  test('links go out by mail', async () => {
    await office.goto('/settings/mail');
    await office.locator('#url').fill(`smtp://127.0.0.1:${mailbox.port}`);
    await office.locator('#address').fill('school@riverbend.example');
    await office.locator('main form .btn-primary').last().click();
    await office.getByText('Saved.').first().waitFor();
    await office.goto('/consents');
    await office.getByRole('link', { name: 'Send links to families' }).click();
    await office.locator('dd').first().getByText('1', { exact: true }).waitFor();
    await check_page(office, 'consents-ask');
    await office.getByRole('button', { name: 'Send the letters' }).click();
    await office.waitForURL(/\/jobs\/\d+$/);
    const letter = await mailbox.until('rosa@families.example', '/consents/by-link/');
    assert.match(letter, /Dear Rosa/);
    assert.match(letter, /Hola, Rosa/, 'both languages, because hers is not known');
    link = new URL(letter.match(/https?:\/\/\S+?(\/consents\/by-link\/[\w-]{43})/)[1], district.url).pathname;
  });

  test('the mother answers on a phone, in Spanish, without script', async () => {
    await mother.goto(link);
    assert.equal(await mother.locator('html').getAttribute('lang'), 'es');
    await mother.getByRole('heading', { name: 'Ana', exact: true }).waitFor();
    assert.equal(await mother.locator('input:checked').count(), 0);
    await mother.getByRole('button', { name: /^Sí a todo.*Ben$/ }).click();
    await mother.locator('.flash-good').waitFor();
    const ana = mother.locator('section', { has: mother.getByRole('heading', { name: 'Ana', exact: true }) });
    await ana.locator('summary').click();
    await ana.locator('input[name="use-news-site"][value="yes"] + span').click();
    await ana.locator('input[name="use-promotion-site"][value="no"] + span').click();
    await ana.getByRole('button', { name: 'Guardar mis respuestas' }).click();
    await mother.getByText('las copias', { exact: false }).first().waitFor();
    await ana.getByText('Sitio web: Noticias').first().waitFor();
    const looks = await open_page(browser, { width: 390, url: district.url, language: 'es-MX' });
    await looks.goto(link);
    await check_page(looks, 'familia');
    await looks.locator('details summary').first().click();
    await check_page(looks, 'familia-preguntas', { narrow_only: true });
    const english = await open_page(browser, { width: 390, url: district.url });
    await english.goto(link);
    await english.getByRole('heading', { name: 'Pictures of students: you decide' }).waitFor();
    await check_page(english, 'family');
  });

  test('the child says no on a page of their own, and nobody overrules it', async () => {
    await mother.goto(link);
    await mother.getByRole('link', { name: 'Preguntar a Ana' }).click();
    await mother.getByText('¿Qué dice Ana?').first().waitFor();
    await mother.getByRole('button', { name: 'No, por favor' }).click();
    await mother.locator('.flash-good').waitFor();
    const looks = await open_page(browser, { width: 390, url: district.url, language: 'es-MX' });
    await looks.goto(link);
    await looks.getByRole('link', { name: 'Preguntar a Ana' }).click();
    await check_page(looks, 'familia-ana');
    await looks.goto(link);
    await looks.getByRole('link', { name: 'Preguntar a Ben' }).click();
    await check_page(looks, 'familia-ben', { narrow_only: true });
    await office.goto('/consents?q=ana');
    await office.getByRole('link', { name: 'Ana Peña' }).click();
    await in_row(office, 'Website: News').getByText('the student said no').waitFor();
    await check_page(office, 'consents-student');
  });

  test('a link that is not there says what to do', async () => {
    const answer = await mother.goto('/consents/by-link/unknown');
    assert.equal(answer.status(), 404);
    await mother.getByRole('heading', { name: 'Este enlace ya terminó' }).waitFor();
  });

  test('the office enters a form with its scan, hears a call, and notes that a child must not be shown', async () => {
    await office.goto('/consents?q=ben');
    await office.getByRole('link', { name: 'Ben Peña' }).click();
    await in_row(office, 'Website: News').getByText("the student's own yes is missing").waitFor();
    await office.getByRole('link', { name: 'Enter an answer' }).click();
    await office.locator('#giver').selectOption({ label: 'Ben Peña (the student)' });
    await office.locator('#given_on').fill('2020-01-01');
    await office.locator('#use-news-site-yes').check();
    await office.locator('#scan').setInputFiles({ name: 'form.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.4\nsigned\n') });
    await office.getByRole('button', { name: 'Save' }).click();
    await office.getByText('Type the day of the signature or call').first().waitFor();
    assert.ok(await office.locator('#use-news-site-yes').isChecked(), 'what was chosen is kept');
    await check_page(office, 'consents-entry-refused');
    await office.locator('#given_on').fill(new Date(Date.now() - 86400000 * 3).toISOString().slice(0, 10));
    await office.locator('#scan').setInputFiles({ name: 'form.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.4\nsigned\n') });
    await office.getByRole('button', { name: 'Save' }).click();
    await office.locator('.flash-good').waitFor();
    await in_row(office, 'Website: News').getByText('May be shown').waitFor();
    const scan = await office.request.get(await office.getByRole('link', { name: 'Open the scan' }).first().getAttribute('href'));
    assert.equal(scan.headers()['content-type'], 'application/pdf');
    await office.getByRole('button', { name: /^Called: no to everything.*Rosa Peña$/ }).click();
    await office.getByRole('button', { name: 'Note the no' }).click();
    await office.getByText('Noted. It counts from now on.').waitFor();
    await in_row(office, 'Website: News').getByText('a guardian said no').waitFor();

    await office.goto('/consents?q=cam');
    await office.getByRole('link', { name: 'Cam Day' }).click();
    await in_row(office, 'Website: News').getByText('no guardian is known').waitFor();
    assert.equal(await office.locator('textarea').count(), 0, 'there is no field for a reason');
    await office.getByRole('button', { name: 'Must not be shown' }).click();
    await office.getByText('This student must not be shown.').waitFor();
    await check_page(office, 'consents-withheld');
    await office.goto('/consents');
    await in_row(office, 'Cam Day').getByText('Must not be shown').waitFor();
    await check_page(office, 'consents');
    await mother.goto(link);
    assert.equal(await mother.getByText(/must not be shown|no se debe mostrar/i).count(), 0);
  });
});

describe('consents of the demo', () => {
  let district, browser, principal, student;

  before(async () => {
    district = await serve_demo();
    browser = await open_browser();
    principal = await open_page_as(browser, district, 'principal', { speaking: 'en' });
    student = await open_page_as(browser, district, 'student', { speaking: 'en', width: 390 });
  });
  after(async () => {
    await browser?.close();
    await district?.stop();
  });

  test('a principal finds the students of their school, by what was said', async () => {
    await principal.goto('/consents');
    await principal.locator('tbody tr').first().waitFor();
    await check_page(principal, 'consents-principal');
    for (const show of ['silent', 'refused', 'withheld']) {
      await principal.goto(`/consents?show=${show}`);
      assert.ok((await principal.locator('tbody tr').count()) > 0, show);
    }
    await principal.locator('tbody th a').first().click();
    await principal.getByText('This student must not be shown.').waitFor();
    await check_page(principal, 'consents-principal-student');
    assert.equal((await principal.request.get('/settings/pictures')).status(), 403);
  });

  test('a student with an account reads what they said', async () => {
    await student.goto('/start');
    await student.getByRole('link', { name: 'Pictures of students: you decide' }).click();
    await student.getByText('These are your own answers.').waitFor();
    await check_page(student, 'consents-mine');
  });
});
