// The main job: somebody asks, sees where it is and why, a technician works on it on a phone, and the asker says whether it works again.
import assert from 'node:assert/strict';
import { after, afterEach, before, describe, test } from 'node:test';
import { follow, open_browser, open_page } from './harness/browser.mjs';
import { check_page } from './harness/check.mjs';
import { read_label } from './harness/label.mjs';
import { open_page_as, serve_demo } from './harness/server.mjs';

const photo = {
  name: 'charging light.png', mimeType: 'image/png',
  buffer: Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAIAAAACCAIAAAD91JpzAAAAFklEQVR4nGP4z8DAwMDAxMDAwMDAAAANHQEDasKb6QAAAABJRU5ErkJggg==', 'base64'),
};

/// Words that no other request of the district has.
const own_words = (words) => `${words} ${Date.now()}`;

async function fill_request(page, { title, more, room, class_waiting }) {
  await page.goto('/requests/new');
  await page.locator('.doors a').first().click();
  await page.locator('#title').fill(title);
  await page.locator('#description').fill(more);
  await page.locator('#room').fill(room);
  if (class_waiting) await page.locator('input[name="class_waiting"]').check();
  const school = page.locator('#school');
  if (!(await school.inputValue())) await school.selectOption({ index: 1 });
}

/// Answers the address of the new request.
async function send_request(page, words) {
  await fill_request(page, words);
  await page.locator('main form.panel .btn-primary').click();
  await page.waitForURL(/\/requests\/\d+$/);
  return new URL(page.url()).pathname;
}

async function unfold(page, words) {
  const fold = page.locator('details.fold', { has: page.locator('summary', { hasText: words }) }).first();
  if ((await fold.getAttribute('open')) === null) await fold.locator('summary').click();
  return fold;
}

describe('the main job', () => {
  let demo, browser;
  const pages = [];
  const keep = (page) => (pages.push(page), page);

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

  test('a teacher asks with a photo, follows it live, and says that it works again', async () => {
    const title = own_words('The Chromebook does not charge');
    const teacher = keep(await open_page_as(browser, demo, 'teacher', { width: 390 }));
    await teacher.goto('/start');
    if ((await teacher.locator('html').getAttribute('lang')) !== 'en') await teacher.getByRole('button', { name: 'English' }).click();
    await fill_request(teacher, { title, more: 'The light beside the plug stays dark.', room: '112', class_waiting: true });
    await teacher.locator('#photos').setInputFiles(photo);
    await teacher.locator('.previews', { hasText: photo.name }).waitFor();
    await check_page(teacher, 'ask-filled');
    await teacher.getByRole('button', { name: 'Send request' }).click();
    await teacher.waitForURL(/\/requests\/\d+$/);
    const request = new URL(teacher.url()).pathname;

    await teacher.getByText('We have it.').waitFor();
    for (const word of ['Why', 'Who', 'Place']) await teacher.locator('.answer dt', { hasText: word }).waitFor();
    assert.match(await teacher.locator('.answer').innerText(), /Likely by|Not enough history/);
    const image = teacher.locator('.thumbs img');
    assert.equal((await teacher.request.get(await image.getAttribute('src'))).headers()['content-type'], 'image/png');
    await check_page(teacher, 'status-new');

    const technician = keep(await open_page_as(browser, demo, 'technician', { width: 390 }));
    await technician.goto('/queue?view=unassigned');
    const row = technician.locator('.queue li', { hasText: title });
    assert.match(await row.innerText(), /a class waits/);
    await check_page(technician, 'queue-class-waits');
    await row.getByRole('link').click();
    await technician.getByRole('button', { name: 'Take it' }).click();
    await technician.getByText('It is yours now.').waitFor();
    await teacher.locator('.answer', { hasText: demo.people.technician.name }).waitFor();

    await technician.locator('#body').fill('Please try the other charger, I bring one at ten.');
    await technician.getByRole('button', { name: 'Send reply' }).click();
    await teacher.locator('.story', { hasText: 'I bring one at ten' }).waitFor();
    await check_page(teacher, 'status-answered');

    await technician.locator('#body').fill('The board is probably gone, third one of this series.');
    await technician.getByRole('button', { name: 'Save as note' }).click();
    await technician.getByText('Note saved.').waitFor();
    await technician.locator('.story .internal', { hasText: 'third one of this series' }).waitFor();

    const wait = await unfold(technician, 'Let it wait');
    await wait.locator('select').first().selectOption('part');
    await wait.locator('textarea, input[name="words"]').first().fill('A charger is on order, it comes on Thursday.');
    await check_page(technician, 'work-wait');
    await wait.getByRole('button').click();
    await technician.getByText('It waits.').waitFor();
    await teacher.locator('.answer', { hasText: /A part is on order.*it comes on Thursday/ }).waitFor();
    assert.equal(await teacher.getByText('third one of this series').count(), 0);
    await check_page(teacher, 'status-waiting');

    await technician.getByRole('button', { name: 'Take it up again' }).click();
    await technician.getByText('It is back in the queue.').waitFor();
    const solve = await unfold(technician, 'Solved');
    await solve.locator('textarea, input[name="words"]').first().fill('New charger, it charges.');
    await solve.getByRole('button').click();
    await technician.getByText('The requester is asked').waitFor();
    await check_page(technician, 'work-solved');

    await teacher.getByRole('button', { name: 'It is not solved' }).waitFor();
    await check_page(teacher, 'status-solved');
    await teacher.locator('#reopen-words').fill('It stopped again after a minute.');
    await teacher.getByRole('button', { name: 'It is not solved' }).click();
    await teacher.getByText('We look at it again').waitFor();

    await technician.goto(request);
    await technician.locator('.story', { hasText: 'stopped again after a minute' }).waitFor();
    const again = await unfold(technician, 'Solved');
    await again.locator('textarea, input[name="words"]').first().fill('The plug was loose, now it holds.');
    await again.getByRole('button').click();
    await technician.getByText('The requester is asked').waitFor();
    await teacher.goto(request);
    await teacher.getByRole('button', { name: 'It works again, close it' }).click();
    await teacher.getByText('Thank you. The request is closed.').waitFor();
    await check_page(teacher, 'status-closed');
  });

  test('stopped in the corridor, a technician records it, and the work goes on: correct, repair, join, hand on, find', async () => {
    const technician = keep(await open_page_as(browser, demo, 'technician', { width: 390 }));
    const words = own_words('Door of the charging cart sticks');
    const record = async () => {
      await technician.goto('/walk-ups/new');
      await technician.locator('#who').pressSequentially(demo.people.teacher.name.slice(0, 5));
      await technician.locator('.suggest [role="option"]').first().click();
      await technician.locator('#what').fill(words);
      await technician.locator('#room').fill('112');
      await check_page(technician, 'walk-up-filled');
      await technician.getByRole('button', { name: 'Record it' }).click();
      await technician.getByRole('heading', { name: 'Written down' }).waitFor();
      return technician.locator('main .lead a').getAttribute('href');
    };
    const request = await record();
    await check_page(technician, 'walk-up-done');
    const twice = await record();

    await technician.goto('/devices?kind=chromebook');
    const tag = (await technician.locator('main table .chip').first().innerText()).trim();
    await technician.goto(`${request}/correction`);
    await check_page(technician, 'correction');
    await technician.locator('#device').fill(tag);
    await technician.locator('main form.panel .btn-primary').click();
    await technician.locator('.facts', { hasText: tag }).waitFor();

    await technician.goto(`${request}/repair`);
    await check_page(technician, 'repair');
    await technician.locator('#symptom').fill('The plug wobbles.');
    await technician.locator('#action').fill('New plug.');
    await technician.locator('#minutes').fill('20');
    await technician.locator('main form.panel .btn-primary').click();
    await technician.waitForURL((address) => address.pathname === request);
    await check_page(technician, 'work-repaired');

    await technician.goto(`${twice}/merge`);
    await check_page(technician, 'merge');
    await technician.locator('#number').fill(request.split('/').at(-1));
    await technician.getByRole('button', { name: 'Join', exact: true }).click();
    await technician.getByText('was joined with').first().waitFor();

    await technician.goto(`${request}/hand-over`);
    await check_page(technician, 'hand-over');
    await technician.locator('input[name="reason"]').first().check({ force: true });
    await technician.locator('input[name="to"]').first().check({ force: true });
    await technician.locator('#note').fill('Plug and cable are fine.');
    await technician.locator('main form.panel .btn-primary').click();
    await technician.waitForURL((address) => address.pathname === request || address.pathname === '/queue');

    await technician.goto(`/search?q=${encodeURIComponent(words)}`);
    await technician.locator('main .queue a', { hasText: words }).first().waitFor();
    const student = keep(await open_page_as(browser, demo, 'student'));
    await student.goto(`/search?q=${encodeURIComponent(words)}`);
    assert.equal(await student.locator('main .queue a').count(), 0);
  });

  test('without script a student asks, a technician answers and solves, and the student closes it', async () => {
    const title = own_words('I forgot my password');
    const plain = { script: false, width: 390 };
    const student = keep(await open_page_as(browser, demo, 'student', plain));
    const request = await send_request(student, { title, more: 'It says that it is wrong.', room: '7B' });
    const technician = keep(await open_page_as(browser, demo, 'technician', plain));
    await technician.goto(request);
    await technician.locator(`form[action="${request}/assignment"] button`).click();
    await technician.locator('#body').fill('You have a new one now, come by.');
    await technician.locator('#reply button[value="reply"]').click();
    const solve = technician.locator(`form[action="${request}/resolution"]`);
    await technician.locator('details.fold', { has: solve }).locator('summary').click();
    await solve.locator('[name="words"]').fill('New password, given in person.');
    await solve.locator('button').click();
    await student.goto(request);
    assert.match(await student.locator('.story').innerText(), /come by/);
    await follow(student, student.locator(`form[action="${request}/closure"] button`));
    assert.equal(await student.locator(`form[action="${request}/closure"]`).count(), 0);
  });

  test('a request is not there for another person who asks', async () => {
    const teacher = keep(await open_page_as(browser, demo, 'teacher'));
    const request = await send_request(teacher, { title: own_words('For my class only'), more: '', room: '1' });
    const student = keep(await open_page_as(browser, demo, 'student'));
    assert.equal((await student.goto(request)).status(), 404);
  });

  test('a form with problems names them, keeps what was typed, and is told to those who cannot see it', async () => {
    const student = keep(await open_page_as(browser, demo, 'student', { script: false }));
    await fill_request(student, { title: ' ', more: 'Kept words', room: '7B' });
    await student.locator('main form.panel .btn-primary').click();
    await student.getByRole('alert').waitFor();
    assert.equal(await student.locator('#description').inputValue(), 'Kept words');
  });

  test('a stranger scans the label of a device, asks, and is told that the letter waits until mail is set up', async () => {
    const technician = keep(await open_page_as(browser, demo, 'technician'));
    await technician.goto('/devices/labels?kind=chromebook');
    const label = read_label(await technician.locator('.label svg').first().getAttribute('viewBox'), await technician.locator('.label path').first().getAttribute('d'));
    const tag = await technician.locator('.label b').first().innerText();
    const stranger = keep(await open_page(browser, { url: demo.url, width: 390 }));
    await stranger.goto(new URL(label).pathname);
    await stranger.locator('.doors a').first().click();
    await stranger.locator('main .chip', { hasText: tag }).waitFor();
    await check_page(stranger, 'ask-stranger');
    await stranger.locator('#title').fill(own_words('It lies on the floor of the bus'));
    if (!(await stranger.locator('#school').inputValue())) await stranger.locator('#school').selectOption({ index: 1 });
    await stranger.locator('#requester_name').fill('Ana Silva');
    await stranger.locator('#requester_email').fill('ana@example.org');
    await stranger.getByRole('button', { name: 'Send request' }).click();
    await stranger.getByRole('heading', { name: 'Your letter waits' }).waitFor();
    await check_page(stranger, 'ask-stranger-sent');
  });

  test('the queue shows a new request without being loaded again, and it leaves when it is solved', async () => {
    const title = own_words('The bell schedule shows the wrong hour');
    const technician = keep(await open_page_as(browser, demo, 'technician', { width: 1280 }));
    await technician.goto('/queue?view=unassigned');
    await technician.evaluate(() => (globalThis.loaded_once = true));
    const student = keep(await open_page_as(browser, demo, 'student', { width: 390 }));
    const request = await send_request(student, { title, more: '', room: '7B', class_waiting: true });
    const row = technician.locator('.queue li', { hasText: title });
    await row.waitFor();
    assert.equal(await technician.evaluate(() => globalThis.loaded_once), true, 'the page is the same one');
    const other = keep(await open_page_as(browser, demo, 'technician', { width: 390 }));
    await other.goto(request);
    await other.getByRole('button', { name: 'Take it' }).click();
    await other.getByText('It is yours now.').waitFor();
    await row.waitFor({ state: 'detached' });
  });

  test('the status page speaks Spanish to whoever chooses it', async () => {
    const student = keep(await open_page_as(browser, demo, 'student', { width: 390 }));
    await send_request(student, { title: own_words('No sound'), more: '', room: '7B' });
    await student.getByRole('button', { name: /Español|English/ }).click();
    if ((await student.locator('html').getAttribute('lang')) !== 'es') await student.getByRole('button', { name: 'Español' }).click();
    await student.locator('.answer dt', { hasText: 'Por qué' }).waitFor();
    await check_page(student, 'status-es');
    await student.getByRole('button', { name: 'English' }).click();
    await student.locator('.answer dt', { hasText: 'Why' }).waitFor();
  });
});
