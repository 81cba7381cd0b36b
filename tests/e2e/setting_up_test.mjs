// From an empty district to the first solved request: what a CIO fills in, brings in and looks at, and a stranger who asks by mail.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { open_browser, open_page } from './harness/browser.mjs';
import { check_page } from './harness/check.mjs';
import { read_label } from './harness/label.mjs';
import { open_mailbox } from './harness/mailbox.mjs';
import { serve_empty, sign_in } from './harness/server.mjs';
import { zip } from './harness/zip.mjs';

const cio_mail = 'cio@riverbend.example';

const roster = zip({
  'manifest.csv': 'propertyName,value\nmanifest.version,1.0\noneroster.version,1.1\nfile.academicSessions,absent\nfile.classes,absent\nfile.courses,absent\nfile.enrollments,absent\nfile.orgs,bulk\nfile.users,bulk\n',
  'orgs.csv': 'sourcedId,status,dateLastModified,name,type,identifier,parentSourcedId\nD,,,Riverbend District,district,06,\nE,,,East School,school,0601,D\n',
  'users.csv': 'sourcedId,status,dateLastModified,enabledUser,orgSourcedIds,role,username,userIds,givenName,familyName,middleName,identifier,email,sms,phone,agentSourcedIds,grades,password\n' +
    'u1,,,true,E,student,apena,,Ana,Peña,,S-1,ana@riverbend.example,,,,09,hunter2\nu2,,,true,E,teacher,mlopez,,Maria,Lopez,,T-1,maria@riverbend.example,,,,,\n',
});
const devices = 'Asset Tag,Serial,Category,Manufacturer,Model,Location,Checkout Type,Checked Out To: Username\n' +
  'CB-9001,SN9001,Chromebook,HP,Chromebook 11 G9,East School,User,apena\nCB-9002,SN9002,Chromebook,HP,Chromebook 11 G9,Old Annex,,\n';

describe('setting up a district', () => {
  let district, browser, page, mailbox;

  before(async () => {
    mailbox = await open_mailbox();
    district = await serve_empty();
    browser = await open_browser();
    page = await open_page(browser, { url: district.url });
    await sign_in(page, cio_mail);
  });
  after(async () => {
    await browser?.close();
    await district?.stop();
    mailbox?.stop();
  });

  const save = async (words) => {
    await page.locator('main form .btn-primary').last().click();
    await page.getByText(words).first().waitFor();
  };

  test('every list of an empty district says what it will hold', async () => {
    for (const [name, address] of [['requests', '/requests'], ['queue', '/queue?view=team'], ['devices', '/devices'], ['people', '/people'], ['overview', '/overview'],
      ['schools', '/settings/schools'], ['holidays', '/settings/holidays'], ['staff', '/settings/staff'], ['routing', '/settings/routing'], ['outbox', '/settings/mail/outbox'],
      ['imports', '/imports'], ['jobs', '/jobs'], ['audit-access', '/audit/access'], ['roles', '/roles'], ['ask', '/requests/new']]) {
      const answer = await page.goto(address);
      assert.equal(answer.status(), 200, address);
      await check_page(page, `empty-${name}`);
    }
  });

  test('a school with its rooms', async () => {
    await page.goto('/settings/schools');
    await page.locator('#name').fill('North School');
    await save('Now give it its rooms.');
    await page.locator('#rooms').fill('101\nLibrary\nLab 1');
    await page.getByRole('button', { name: 'Add', exact: true }).click();
    await page.locator('summary', { hasText: 'Library' }).waitFor();
    await check_page(page, 'setting-up-school');
  });

  test('hours and a holiday', async () => {
    await page.goto('/settings/hours/edit');
    await page.locator('#from').fill('2020-08-01');
    for (const day of [1, 2, 3, 4, 5]) {
      await page.locator(`#opens${day}`).fill('00:01');
      await page.locator(`#closes${day}`).fill('23:59');
    }
    await save('Saved.');
    await page.goto('/settings/holidays/new');
    await page.locator('#name').fill('Founders Day');
    await page.locator('#first').fill('2031-03-12');
    await save('Founders Day');
    await check_page(page, 'setting-up-holidays');
  });

  test('a team, a category with a question, a target', async () => {
    await page.goto('/settings/teams/new');
    await page.locator('#name_en').fill('Makers');
    await page.locator('#name_es').fill('Taller');
    await page.locator('#role').selectOption('technician');
    await check_page(page, 'setting-up-team');
    await save('Makers');
    await page.goto('/settings/categories/new');
    await page.locator('#name_en').fill('The 3D printer');
    await page.locator('#name_es').fill('La impresora 3D');
    await page.locator('#team').selectOption({ label: 'Makers' });
    await page.locator('#position').fill('1');
    await save('The 3D printer');
    await page.goto('/requests/new');
    await page.locator('.doors a').first().getByText('The 3D printer').waitFor();
    await page.goto('/settings/targets');
    await page.locator('main form.panel input.form-control').first().fill('20 min');
    await save('The targets are saved.');
  });

  test('a role for the CIO as technician, with a skill and an absence later', async () => {
    await page.goto('/settings/staff/new');
    await page.locator('#email').fill(cio_mail);
    await page.locator('#role').selectOption('technician');
    await page.locator('#title').fill('Technology coordinator');
    await save('Saved.');
    await page.goto('/settings/staff');
    await page.locator('main a[href^="/settings/staff/"]:not([href$="/new"])').first().click();
    await page.locator('form[action$="/skills"] select').first().selectOption('3');
    await page.getByRole('button', { name: 'Save skills' }).click();
    await page.getByText('Saved.').waitFor();
    await check_page(page, 'setting-up-person');
    await page.goto('/roles');
    await page.locator('tr', { hasText: 'Technician' }).getByText('Robin Vale').first().waitFor();
    await check_page(page, 'setting-up-roles');
  });

  async function bring_in(kind, name, mimeType, buffer) {
    await page.goto(`/imports/new?kind=${kind}`);
    await page.locator(`input[name="kind"][value="${kind}"]`).check({ force: true });
    await page.locator('#file').setInputFiles({ name, mimeType, buffer: Buffer.from(buffer) });
    await page.locator('main form .btn-primary').click();
    await page.waitForURL(/\/imports\/\d+$/);
    await page.getByText('Nothing was changed yet').waitFor();
    await check_page(page, `import-${kind}-checked`);
    const report = await page.locator('main table').first().innerText();
    await page.getByRole('button', { name: 'Bring it in' }).click();
    await page.locator('.flash-good').waitFor();
    await check_page(page, `import-${kind}-applied`);
    return report;
  }
  /// New and changed of every kind of record, from the table of a report.
  const changes_of = (report) => report.split('\n').slice(1).map((line) => line.split('\t').slice(1, 3).map(Number)).flat().reduce((sum, n) => sum + n, 0);

  test('the roster and the devices come in by the page, and a second run changes nothing', async () => {
    const people = (await page.request.get('/people')).ok();
    assert.ok(people);
    assert.ok(changes_of(await bring_in('roster', 'roster.zip', 'application/zip', roster)) >= 4);
    assert.equal(changes_of(await bring_in('roster', 'roster.zip', 'application/zip', roster)), 0);
    assert.equal(changes_of(await bring_in('devices', 'devices.csv', 'text/csv', devices)), 2);
    assert.match(await page.locator('#problems').innerText(), /Old Annex/);
    assert.equal(changes_of(await bring_in('devices', 'devices.csv', 'text/csv', devices)), 0);
    await page.goto('/people');
    await page.getByText('Ana Peña').waitFor();
    await page.goto('/search?q=CB-9001');
    await page.locator('main .queue a', { hasText: 'CB-9001' }).first().waitFor();
  });

  test('a stranger scans a label, and the request sets out when the mailed link is opened', async () => {
    await page.goto('/settings/mail');
    await page.locator('#url').fill(`smtp://127.0.0.1:${mailbox.port}`);
    await page.locator('#address').fill('help@riverbend.example');
    await save('Saved.');
    await page.goto('/devices/labels?kind=chromebook');
    const label = read_label(await page.locator('.label svg').first().getAttribute('viewBox'), await page.locator('.label path').first().getAttribute('d'));

    const stranger = await open_page(browser, { url: district.url, width: 390, script: false });
    await stranger.goto(new URL(label).pathname);
    await stranger.locator('.doors a').nth(1).click();
    await stranger.locator('#title').fill('Found under a seat of the bus');
    if (!(await stranger.locator('#school').inputValue())) await stranger.locator('#school').selectOption({ index: 1 });
    await stranger.locator('#requester_name').fill('Sol Rivera');
    await stranger.locator('#requester_email').fill('sol@example.org');
    await stranger.locator('main form.panel .btn-primary').click();
    await stranger.getByRole('heading', { name: 'Look into your mail' }).waitFor();
    await page.goto('/queue?view=team');
    assert.equal(await page.locator('.queue li', { hasText: 'Found under a seat' }).count(), 0, 'held until the link is opened');

    const letter = await mailbox.until('sol@example.org', '/confirmations/');
    await stranger.goto(letter.match(/\/confirmations\/[\w-]+/)[0]);
    await stranger.getByRole('button', { name: 'Send it' }).click();
    await stranger.waitForURL(/\/status\/[\w-]+$/);
    await stranger.locator('.answer dt', { hasText: 'Why' }).waitFor();
    // The page without an account must stand by itself, too: a fresh browser knows nothing but the address.
    const later = await open_page(browser, { url: district.url, width: 390 });
    await later.goto(stranger.url());
    await check_page(later, 'status-by-token');

    await page.locator('.queue li', { hasText: 'Found under a seat' }).waitFor();
    await page.locator('.queue li', { hasText: 'Found under a seat' }).getByRole('link').first().click();
    await page.getByRole('button', { name: 'Take it' }).click();
    await page.getByText('It is yours now.').waitFor();
    await later.locator('.answer', { hasText: 'Robin Vale' }).waitFor();
    const solve = page.locator('details.fold', { has: page.locator('summary', { hasText: 'Solved' }) }).first();
    await solve.locator('summary').click();
    await solve.locator('[name="words"]').fill('It is back with its owner.');
    await solve.getByRole('button').click();
    await page.getByText('The requester is asked').waitFor();
    await mailbox.until('sol@example.org', 'It is back with its owner.');
    await later.getByRole('button', { name: 'It works again, close it' }).click();
    await later.getByText('Thank you. The request is closed.').waitFor();
    await stranger.context().close();
    await later.context().close();
  });

  test('the CIO sees what is open and who changed what', async () => {
    await page.goto('/overview');
    await page.getByRole('heading', { name: 'Overview' }).waitFor();
    await page.goto('/audit');
    for (const words of ['Robin Vale', 'Added a team']) await page.getByText(words).first().waitFor();
    await check_page(page, 'setting-up-audit');
  });
});
