// Processes that die, and several that serve one district: what a person was told is saved is there, whoever answers next.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { engine, password, serve_empty } from './harness/server.mjs';
import { Visitor } from './harness/visitor.mjs';

const administrator = 'cio@riverbend.example';
const kills = Number(process.env.BELLTOWER_TEST_KILLS ?? 5);

/// Signs the administrator in and gives the district a school, at which everybody asks.
async function open_school(district) {
  const visitor = new Visitor(district.url);
  assert.equal((await visitor.sign_in(administrator, password)).status, 303);
  const made = await visitor.post('/settings/schools', { name: 'North School', type: 'school' });
  assert.equal(made.status, 303, made.text);
  visitor.school = made.location.match(/\d+$/)[0];
  return visitor;
}

const ask = (visitor, title) => visitor.post('/requests', { category: 'device', title, description: 'It does not start.', school: visitor.school, room: '7B' });

describe('a server that is killed', () => {
  let district;

  before(async () => (district = await serve_empty()));
  after(() => district?.stop());

  /// Sixteen people ask for help again and again until nobody answers: the requests that were acknowledged.
  async function ask_until_killed(server, visitor, round) {
    const told = [];
    let dead = false;
    const one = async (who) => {
      for (let n = 0; !dead; ++n) {
        const title = `Kill ${round} person ${who} request ${n}`;
        const answer = await ask(visitor.at(server.url), title).catch(() => undefined);
        if (!answer) return;
        assert.equal(answer.status, 303, answer.text);
        told.push({ title, location: answer.location });
        if (told.length === 100) {
          dead = true;
          await server.kill();
        }
      }
    };
    await Promise.all([...Array(16).keys()].map(one));
    return told;
  }

  test(`loses nothing that it acknowledged, ${kills} times`, async () => {
    const visitor = await open_school(district);
    let server = district;
    for (let round = 0; round < kills; ++round) {
      const told = await ask_until_killed(server, visitor, round);
      assert.ok(told.length >= 100);
      server = await district.start();
      const again = visitor.at(server.url);
      for (const { title, location } of told) {
        const page = await again.get(location);
        assert.equal(page.status, 200, `${location} of "${title}" is gone`);
        assert.ok(page.text.includes(title), `${location} is not "${title}"`);
      }
    }
    assert.match(await district.command('check'), /./);
  });
});

describe('a server that is killed while the answer to a known problem goes out', () => {
  let district;

  before(async () => (district = await serve_empty()));
  after(() => district?.stop());

  // Where another process could have the job, it is taken over when nobody gave a sign of life for a minute.
  const rounds = engine === 'sqlite' ? kills : Math.min(kills, 2);

  test(`answers everybody once, ${rounds} times`, async () => {
    const visitor = await open_school(district);
    const asked = [];
    for (let n = 0; n < 120; ++n) asked.push((await ask(visitor, `Nothing prints, ${n}`)).location);
    const both = (name, words) => ({ [`${name}_en`]: words, [`${name}_es`]: words });
    const opened = await visitor.post('/queue/problems/new', {
      ...both('title', 'The print server is down'), ...both('words', 'We are on it.'), request: asked.map((location) => location.match(/\d+$/)[0]),
    });
    assert.equal(opened.status, 303, opened.text);
    let server = district;
    for (let round = 0; round < rounds; ++round) {
      const words = `It prints again since round ${round}.`;
      const seen = (page) => page.text.match(/name="seen" value="(\d+)"/)[1];
      const solved = await visitor.at(server.url).post(`${opened.location}/solution`, { ...both('answer', words), seen: seen(await visitor.at(server.url).get(opened.location)) });
      assert.equal(solved.status, 303, solved.text);
      await pause(round * 40);
      await server.kill();
      server = await district.start();
      const again = visitor.at(server.url);
      for (const location of asked) {
        let answers = 0;
        for (let tries = 0; tries < 900 && !answers; ++tries) {
          if (tries) await pause(100);
          answers = (await again.get(location)).text.split(`<p class="said">${words}`).length - 1;
        }
        assert.equal(answers, 1, `${location} has the answer ${answers} times`);
      }
      const back = await again.post(`${opened.location}/reopening`, { why: 'It stopped again.', seen: seen(await again.get(opened.location)) });
      assert.equal(back.status, 303, back.text);
      for (let tries = 0; tries < 900 && !(await again.get(asked.at(-1))).text.includes('The print server is down'); ++tries) await pause(100);
    }
    assert.match(await district.command('check'), /./);
  });
});

// SQLite belongs to one process; PostgreSQL serves several.
describe('two servers of one district', { skip: engine === 'sqlite' }, () => {
  let district, second, visitor;

  before(async () => {
    district = await serve_empty();
    second = await district.start();
    visitor = await open_school(district);
  });
  after(() => district?.stop());

  test('a session of one is a session of the other, and ends at both', async () => {
    const one = new Visitor(district.url);
    await one.sign_in(administrator, password);
    const other = one.at(second.url);
    assert.equal((await other.get('/account')).status, 200);
    assert.equal((await other.post('/sign-out', {})).status, 303);
    assert.notEqual((await one.get('/account')).status, 200);
  });

  test('what is saved at one is told to those who watch the other', async () => {
    const watching = new AbortController();
    const stream = await visitor.at(second.url).ask('/live?topics=queue', { signal: watching.signal });
    assert.equal(stream.status, 200);
    const reader = stream.body.getReader();
    const asked = await ask(visitor, 'Seen from the other side');
    assert.equal(asked.status, 303, asked.text);
    let heard = '';
    const late = setTimeout(() => watching.abort(), 5000);
    while (!heard.includes('"topic":"queue"')) heard += new TextDecoder().decode((await reader.read()).value);
    clearTimeout(late);
    watching.abort();
    assert.ok((await visitor.at(second.url).get(asked.location)).text.includes('Seen from the other side'));
  });

  test('each job is done once, whoever does it', async () => {
    const imports = [];
    for (let n = 0; n < 8; ++n) {
      const from = visitor.at(n % 2 ? district.url : second.url);
      const form = new FormData();
      for (const [name, value] of Object.entries({ kind: 'devices', mode: 'strict', _token: from.token })) form.set(name, value);
      form.set('file', new Blob([`Asset Tag,Model\nT-${n},X\n`]), 'devices.csv');
      const sent = await from.ask('/imports', { method: 'POST', body: form });
      assert.equal(sent.status, 303);
      imports.push(sent.headers.get('location'));
    }
    for (const [n, location] of imports.entries()) {
      const reader = visitor.at(n % 2 ? second.url : district.url);
      let page;
      for (let tries = 0; tries < 100 && !page?.includes('Nothing was changed yet'); ++tries) {
        page = (await reader.get(location)).text;
        await pause(50);
      }
      assert.ok(page.includes('Nothing was changed yet'), page);
    }
    const jobs = (await visitor.get('/jobs')).text;
    assert.ok(!jobs.includes('imports.check failed'));
  });

  test('too many wrong passwords at one close the door at both', async () => {
    let answer;
    for (let tries = 0; tries < 30 && answer?.status !== 429; ++tries) answer = await new Visitor(district.url).sign_in('nobody@riverbend.example', `wrong ${tries}`);
    assert.equal(answer.status, 429, answer.text);
    assert.equal((await new Visitor(second.url).sign_in('nobody@riverbend.example', 'wrong again')).status, 429);
  });

  test('when one is killed the other goes on with its work', async () => {
    await district.kill();
    const left = visitor.at(second.url);
    const asked = await ask(left, 'After the other one died');
    assert.equal(asked.status, 303, asked.text);
    assert.equal((await left.get(asked.location)).status, 200);
  });
});
