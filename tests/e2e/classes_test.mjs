// A student, a guardian and a teacher are led to the pages of classes; the webmaster links them all by one pattern and finds the dead ones.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { open_browser } from './harness/browser.mjs';
import { check_page } from './harness/check.mjs';
import { open_page_as, serve_demo } from './harness/server.mjs';

describe('pages of classes', () => {
  let district, browser, student, guardian, teacher, webmaster;

  before(async () => {
    district = await serve_demo();
    browser = await open_browser();
    student = await open_page_as(browser, district, 'student');
    guardian = await open_page_as(browser, district, 'guardian');
    teacher = await open_page_as(browser, district, 'teacher');
    webmaster = await open_page_as(browser, district, 'webmaster');
  });
  after(async () => {
    await browser?.close();
    await district?.stop();
  });

  test('a student finds each class by one large link', async () => {
    await student.goto('/classes');
    await student.getByRole('heading', { name: 'Your classes' }).waitFor();
    const first = student.locator('main a.door').first();
    assert.match(await first.getAttribute('href'), /^https:\/\/campus\.example\.org\/course\//);
    const box = await first.boundingBox();
    assert.ok(box.height >= 44);
    await check_page(student, 'classes-student');
  });

  test('a guardian reads Spanish and sees the classes of both children', async () => {
    await guardian.goto('/classes');
    assert.equal(await guardian.getByRole('heading', { name: /^Clases de / }).count(), 2);
    await check_page(guardian, 'classes-guardian-es');
  });

  test('a teacher is told where no page is known', async () => {
    await teacher.goto('/classes');
    await teacher.getByText('Todavía no se conoce una página de esta clase.').first().waitFor();
    assert.equal(await teacher.locator('main a[href="https://campus.example.org/course/leo-science"]').count(), 1);
    await check_page(teacher, 'classes-teacher-es');
  });

  test('the webmaster sees what is missing and what is dead', async () => {
    await webmaster.goto('/website');
    await webmaster.getByRole('link', { name: /Pages of classes/ }).click();
    await check_page(webmaster, 'classes-coverage');
    await webmaster.getByRole('link', { name: /Dead links/ }).click();
    await webmaster.getByText('answer 404').first().waitFor();
    await check_page(webmaster, 'classes-dead');
    await webmaster.getByRole('link', { name: /Without a page/ }).click();
    await webmaster.getByRole('row').nth(1).getByRole('link').first().click();
    await webmaster.locator('#url').fill('lms');
    await webmaster.locator('#url').evaluate((input) => { input.type = 'text'; });
    await webmaster.getByRole('button', { name: 'Save' }).click();
    await webmaster.getByRole('alert').getByText('beginning with https://').waitFor();
    await check_page(webmaster, 'class-link-refused');
    await webmaster.locator('#url').fill('https://campus.example.org/course/by-hand');
    await webmaster.getByRole('button', { name: 'Save' }).click();
    await webmaster.getByText('is saved').waitFor();
    await check_page(webmaster, 'class-link');
  });

  test('a pattern is shown before it is done', async () => {
    await webmaster.goto('/website/classes/patterns');
    await check_page(webmaster, 'class-patterns');
    await webmaster.getByRole('link', { name: /Change/ }).first().click();
    await webmaster.locator('#pattern').fill('https://learn.example.org/{sourcedId}');
    await check_page(webmaster, 'class-pattern');
    await webmaster.getByRole('button', { name: 'See what it would do' }).click();
    await webmaster.getByText('Nothing was changed yet').waitFor();
    await check_page(webmaster, 'class-pattern-preview');
    await webmaster.getByRole('button', { name: 'Fill the links in' }).click();
    await webmaster.getByText(/links were filled in/).waitFor();
    await student.goto('/classes');
    assert.match(await student.locator('main a.door').first().getAttribute('href'), /^https:\/\/learn\.example\.org\//);
  });

  test('looking at all links can be watched and stopped', async () => {
    await webmaster.goto('/website/classes');
    await webmaster.getByRole('button', { name: 'Look at all now' }).click();
    await webmaster.getByRole('heading', { name: 'Look at the pages of classes' }).waitFor();
    await webmaster.getByRole('button', { name: /Stop|Cancel/ }).click();
    await webmaster.goto('/jobs');
    await webmaster.getByText('Look at the pages of classes').first().waitFor();
  });

  test('families find the staff, in both languages', async () => {
    const visitor = await open_page_as(browser, district, 'student');
    await visitor.goto('/staff');
    await visitor.getByRole('heading', { name: 'Staff', exact: true }).waitFor();
    await check_page(visitor, 'staff');
    await visitor.getByRole('navigation', { name: 'First letter of the family name' }).getByRole('link', { name: 'P', exact: true }).click();
    await visitor.getByText('Leo Peña').waitFor();
    await visitor.goto('/es/staff');
    await visitor.getByRole('heading', { name: 'Personal', exact: true }).waitFor();
    await check_page(visitor, 'staff-es');
    await webmaster.goto('/website/directory?q=leo');
    await check_page(webmaster, 'directory');
    await webmaster.getByRole('button', { name: 'Leave out Leo Peña' }).click();
    await webmaster.getByText('no longer stands in the directory').waitFor();
    await visitor.goto('/staff/all/p');
    assert.equal(await visitor.getByText('Leo Peña').count(), 0);
  });
});
