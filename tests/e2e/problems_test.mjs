// Many have the same trouble: they say so with one tap, a technician answers once, and what technicians suspect becomes a known problem.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { open_browser, open_page } from './harness/browser.mjs';
import { check_page } from './harness/check.mjs';
import { open_page_as, serve_demo } from './harness/server.mjs';

describe('known problems', () => {
  let district, browser, tech, teacher, stranger;

  before(async () => {
    district = await serve_demo();
    browser = await open_browser();
    tech = await open_page_as(browser, district, 'technician');
    teacher = await open_page_as(browser, district, 'teacher', { width: 390, speaking: 'es' });
    stranger = await open_page(browser, { width: 390, url: district.url, script: false });
  });
  after(async () => {
    await browser?.close();
    await district?.stop();
  });

  const ask = async (title) => {
    await teacher.goto('/requests/new?category=printing');
    await teacher.locator('#title').fill(title);
    await teacher.locator('main form .btn-primary').last().click();
    await teacher.waitForURL(/\/requests\/\d+$/);
    return new URL(teacher.url()).pathname;
  };

  test('a teacher sees it before asking, in Spanish, and tells us with one tap', async () => {
    await teacher.goto('/requests/new');
    await teacher.getByRole('heading', { name: 'Ya lo sabemos' }).waitFor();
    await check_page(teacher, 'problema-al-pedir');
    for (const address of ['/start', '/requests', '/requests/new?category=classroom']) {
      await teacher.goto(address);
      await teacher.getByText('La aplicación del proyector no abre').first().waitFor();
    }
    await teacher.getByRole('button', { name: /^A mí también/ }).first().click();
    await teacher.getByText('Su aviso cuenta').first().waitFor();
    await check_page(teacher, 'problema-avisado');
    await teacher.goto('/requests/new');
    await teacher.getByText('Usted nos avisó').first().waitFor();
    await teacher.getByRole('link', { name: 'La aplicación del proyector no abre' }).click();
    await teacher.getByRole('button', { name: 'A mí no me pasa' }).click();
    await teacher.getByText('Su aviso ya no cuenta.').first().waitFor();
    await teacher.goto('/known-problems');
    await check_page(teacher, 'problemas', { narrow_only: true });
    await teacher.goto('/known-problems?show=solved');
    await teacher.getByRole('link', { name: 'El Wi-Fi se corta en la biblioteca' }).click();
    await teacher.getByText('Se cambió un punto de acceso gastado.').waitFor();
    await check_page(teacher, 'problema-resuelto', { narrow_only: true });
  });

  test('a stranger leaves an address, without script', async () => {
    await stranger.goto('/known-problems');
    await stranger.getByRole('button', { name: /^Me too/ }).first().click();
    await stranger.getByRole('heading', { name: 'Me too' }).waitFor();
    await stranger.locator('#requester_name').fill('Pat Moore');
    await stranger.locator('#requester_email').fill('pat@families.example');
    await stranger.locator('main form .btn-primary').click();
    await stranger.getByRole('heading', { level: 1 }).waitFor();
    assert.equal(new URL(stranger.url()).pathname, '/me-too/sent');
    const scripted = await open_page(browser, { width: 390, url: district.url });
    await scripted.goto('/known-problems');
    await check_page(scripted, 'problems');
    await scripted.getByRole('button', { name: /^Me too/ }).first().click();
    await scripted.getByRole('heading', { name: 'Me too' }).waitFor();
    await check_page(scripted, 'problem-me-too');
    await scripted.goto('/me-too/sent');
    await check_page(scripted, 'problem-me-too-sent', { narrow_only: true });
    await scripted.goto('/me-too/confirmations/none');
    await check_page(scripted, 'problem-me-too-confirm', { narrow_only: true });
  });

  test('a technician looks at what is known and who told us', async () => {
    await tech.goto('/queue');
    await tech.getByRole('link', { name: 'Known problems' }).click();
    await check_page(tech, 'problem-desk-list');
    await tech.getByRole('link', { name: 'The projector app does not start' }).click();
    await tech.getByText('The maker knows of it').waitFor();
    await check_page(tech, 'problem-desk');
    await tech.goto('/queue?view=waiting');
    await tech.getByText('known problem: The projector app does not start').first().waitFor();
    await tech.getByRole('link', { name: 'Known problems' }).click();
    await tech.getByRole('link', { name: 'Solved', exact: true }).click();
    await tech.getByRole('link', { name: 'Wi-Fi drops out in the library' }).click();
    await tech.getByText('A worn access point was replaced.').first().waitFor();
    await check_page(tech, 'problem-desk-solved');
  });

  test('the department reads all of it in Spanish as well', async () => {
    const data = await open_page_as(browser, district, 'data', { width: 390, speaking: 'es' });
    await data.goto('/queue/problems');
    await data.getByRole('heading', { name: 'Problemas conocidos' }).waitFor();
    await check_page(data, 'problemas-departamento', { narrow_only: true });
    await data.getByRole('link', { name: 'La aplicación del proyector no abre' }).click();
    await check_page(data, 'problema-departamento', { narrow_only: true });
    await data.getByRole('link', { name: 'Cambiarlo' }).click();
    await check_page(data, 'problema-cambiar', { narrow_only: true });
    await data.goto('/queue/suspicions');
    await check_page(data, 'sospechas', { narrow_only: true });
  });

  test('one is suspected in one tap, decided by a person, and becomes a known problem', async () => {
    const first = await ask('El escáner no manda nada');
    const second = await ask('El escáner envía páginas en blanco');
    await tech.goto(first);
    await tech.getByRole('button', { name: 'I suspect something bigger' }).click();
    await tech.locator('#words').fill('The second today');
    await check_page(tech, 'suspicion');
    await tech.getByRole('button', { name: 'Save' }).click();
    await tech.getByText('You suspect something bigger here.').waitFor();
    await check_page(tech, 'request-suspected');
    await tech.goto(second);
    await tech.getByRole('button', { name: 'I suspect something bigger' }).click();
    await tech.goto('/queue/suspicions');
    await check_page(tech, 'suspicions');
    await tech.getByRole('checkbox', { name: /El escáner no manda nada/ }).check();
    await tech.getByRole('checkbox', { name: /El escáner envía páginas en blanco/ }).check();
    await tech.getByRole('button', { name: 'Make a known problem of the chosen ones' }).click();
    await tech.getByText('It begins with 2 suspicions').waitFor();
    await check_page(tech, 'problem-new');
    await tech.locator('#title_en').fill('Scanning sends nothing');
    await tech.locator('#words_en').fill('Copiers send empty mails or none.');
    await tech.locator('#words_es').fill('Las copiadoras envían correos vacíos o ninguno.');
    // What the browser would hold back is sent anyway: the server says what is missing and keeps the rest.
    await tech.locator('main form').evaluate((form) => form.setAttribute('novalidate', ''));
    await tech.getByRole('button', { name: 'Tell everybody' }).click();
    await tech.locator('#title_es-error').waitFor();
    assert.equal(await tech.locator('#title_en').inputValue(), 'Scanning sends nothing');
    await check_page(tech, 'problem-new-refused');
    await tech.locator('#title_es').fill('El escáner no envía nada');
    await tech.getByRole('button', { name: 'Tell everybody' }).click();
    await tech.getByText('It is open.').first().waitFor();
    await tech.getByRole('link', { name: 'El escáner no manda nada' }).waitFor();

    await teacher.goto(first);
    await teacher.getByText('Es parte de un problema que ya conocemos').first().waitFor();
    await check_page(teacher, 'solicitud-de-un-problema');
  });

  test('who wrote a request says that it is the same, and takes it back', async () => {
    const own = await ask('No puedo escanear');
    await teacher.getByRole('heading', { name: '¿Es este?' }).waitFor();
    await check_page(teacher, 'solicitud-es-este', { narrow_only: true });
    await teacher.getByRole('button', { name: /^Es este: El escáner no envía nada/ }).click();
    await teacher.getByText('ahora pertenece al problema').first().waitFor();
    await teacher.getByRole('button', { name: 'No le pertenece' }).click();
    await teacher.getByText('está de nuevo en la cola').first().waitFor();
    await tech.goto(own);
    await tech.getByRole('link', { name: 'Belongs to a known problem' }).click();
    await check_page(tech, 'problem-choice');
    await tech.getByRole('radio', { name: /Scanning sends nothing/ }).check();
    await tech.getByRole('button', { name: 'It belongs to this one' }).click();
    await tech.getByText('Belongs to the known problem:').waitFor();
    await check_page(tech, 'request-of-a-problem');
  });

  test('one answer reaches everybody, and the page says how far it is', async () => {
    await tech.getByRole('link', { name: 'Scanning sends nothing' }).click();
    await tech.locator('summary', { hasText: 'It is solved' }).click();
    await tech.locator('#answer_en').fill('The mail server was full. Scan again.');
    await tech.locator('#answer_es').fill('El servidor de correo estaba lleno. Escanee de nuevo.');
    await tech.getByRole('button', { name: 'Solve it and tell everybody' }).click();
    await tech.getByRole('dialog').getByRole('button', { name: 'Solve it and tell everybody' }).click();
    await tech.getByText('3 people and requests were told.').waitFor();
    await check_page(tech, 'problem-desk-told');
    await teacher.reload();
    await teacher.getByText('El servidor de correo estaba lleno.').first().waitFor();
    await tech.locator('summary', { hasText: 'Open it again' }).click();
    await tech.locator('#why').fill('It came back');
    await tech.getByRole('button', { name: 'Open it again' }).click();
    await tech.getByText('It is open again.').first().waitFor();
    await teacher.reload();
    await teacher.getByText('Es parte de un problema que ya conocemos').first().waitFor();
  });

  test('a device has the button too, and a suspicion is set aside with a reason', async () => {
    await tech.goto('/queue/suspicions');
    await tech.getByRole('link', { name: /Chromebook/ }).first().click();
    await tech.getByRole('heading', { name: 'Suspicions' }).waitFor();
    await check_page(tech, 'device-suspected');
    await tech.goto('/queue/suspicions');
    await tech.getByRole('checkbox', { name: /Chromebook/ }).first().check();
    await tech.getByRole('button', { name: 'Set the chosen ones aside' }).click();
    await tech.locator('#reason-error').waitFor();
    await check_page(tech, 'suspicions-refused');
    await tech.locator('#reason').fill('Dropped twice, by the same stairs');
    await tech.getByRole('button', { name: 'Set the chosen ones aside' }).click();
    await tech.getByText('One was set aside.').waitFor();
    await tech.getByRole('link', { name: 'Set aside', exact: true }).click();
    await tech.getByText('Dropped twice, by the same stairs').waitFor();
    await check_page(tech, 'suspicions-set-aside');
    await tech.getByRole('link', { name: 'Became a problem' }).click();
    await check_page(tech, 'suspicions-taken');
  });
});
