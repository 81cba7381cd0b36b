// A district of its own for each test file: fresh data, a free port, ended by its own process id.
import { execFile, execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { open_page } from './browser.mjs';

const root = new URL('../../..', import.meta.url).pathname;
const run = promisify(execFile);
export const engine = process.env.BELLTOWER_TEST_ENGINE ?? 'sqlite';

export function binary() {
  if (process.env.BELLTOWER_BINARY) return process.env.BELLTOWER_BINARY;
  const built = ['release', 'debug'].map((preset) => `${root}build/${preset}/belltower`).filter(existsSync);
  if (!built.length) throw new Error('belltower is not built; set BELLTOWER_BINARY or run script/server once');
  return built.sort((a, b) => statSync(b).mtimeMs - statSync(a).mtimeMs)[0];
}

async function free_port() {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((listening) => server.once('listening', listening));
  const { port } = server.address();
  await new Promise((closed) => server.close(closed));
  return port;
}

/// A schema of its own in the PostgreSQL of BELLTOWER_TEST_POSTGRES; for SQLite nothing is needed.
function fresh_database() {
  if (engine === 'sqlite') return { words: [], drop() {} };
  const url = process.env.BELLTOWER_TEST_POSTGRES;
  if (!url) throw new Error('BELLTOWER_TEST_POSTGRES must name a PostgreSQL server');
  const schema = `e2e_${process.pid}_${Date.now()}`;
  return {
    words: ['--database', `${url}${url.includes('?') ? '&' : '?'}schema=${schema}`],
    drop: () => execFileSync('psql', [url, '--quiet', '--command', `DROP SCHEMA IF EXISTS ${schema} CASCADE`], { stdio: ['ignore', 'ignore', 'ignore'] }),
  };
}

async function until_ready(url, child, log) {
  for (let tries = 0; tries < 300; ++tries) {
    if (child.exitCode !== null) throw new Error(`belltower serve ended with ${child.exitCode}:\n${log.join('')}`);
    const answer = await fetch(`${url}/readyz`).catch(() => undefined);
    if (answer?.ok) return;
    await pause(50);
  }
  throw new Error(`belltower serve was not ready in 15 s:\n${log.join('')}`);
}

export const password = 'plum-kettle-orbit-42';
export const demo_password = 'ring the old bell';

/// Runs a belltower command on a district and gives what it prints.
const command_in = (data) => async (...words) => (await run(binary(), [...words, '--data', join(data, 'district')], { maxBuffer: 1 << 26 })).stdout;

/// The same with something on its standard input, as a mail server pipes a message.
const pipe_in = (data) => (input, ...words) => execFileSync(binary(), [...words, '--data', join(data, 'district')], { input }).toString();

/// Serves a district of its own. `fill` gets { command, data, secret } before the start: `command(...words)` runs a belltower command on
/// the same data, `secret` is a file that holds `password`. Answers { url, data, said, log, command, pipe, kill(), start(), stop() }.
async function serve(fill) {
  const data = mkdtempSync(join(tmpdir(), 'belltower-e2e-'));
  const secret = join(data, 'password.txt');
  writeFileSync(secret, `${password}\n`, { mode: 0o600 });
  const database = fresh_database();
  const place = ['--data', join(data, 'district')];
  const command = command_in(data);
  const remove = () => {
    database.drop();
    rmSync(data, { recursive: true, force: true });
  };
  try {
    const said = await fill({ command, secret, database: database.words });
    const servers = [];
    // Another process of the same district; `kill()` gives it no chance to tidy up.
    const start = async () => {
      const port = await free_port();
      const url = `http://127.0.0.1:${port}`;
      const log = [];
      const child = spawn(binary(), ['serve', ...place, '--listen', `127.0.0.1:${port}`], { stdio: ['ignore', 'pipe', 'pipe'] });
      for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => log.push(String(text)));
      const ended = new Promise((resolve) => child.once('exit', resolve));
      const end = async () => {
        child.kill('SIGTERM');
        const late = setTimeout(() => child.kill('SIGKILL'), 10000);
        await ended;
        clearTimeout(late);
      };
      const kill = async () => {
        child.kill('SIGKILL');
        await ended;
      };
      const server = { url, log, end, kill };
      servers.push(server);
      await until_ready(url, child, log);
      return server;
    };
    const stop = async () => {
      await Promise.all(servers.map((server) => server.end()));
      remove();
    };
    const first = await start().catch(async (error) => { await stop(); throw error; });
    return { url: first.url, log: first.log, kill: first.kill, data, said, command, pipe: pipe_in(data), secret, start, stop };
  } catch (error) {
    remove();
    throw error;
  }
}

/// An empty district with one administrator, who is signed in with `sign_in(page, 'cio@riverbend.example')`.
export function serve_empty() {
  return serve(({ command, secret, database }) => command('init', '--name', 'Riverbend Schools', '--time-zone', 'America/Chicago',
    '--admin-email', 'cio@riverbend.example', '--admin-name', 'Robin Vale', '--admin-password-file', secret, ...database));
}

/// What `belltower demo` prints about who can sign in: { teacher: { name, email }, ... }.
function people_of(said) {
  const lines = said.matchAll(/^ {2}(\w+) {2,}(.+?) {2,}(\S+@\S+)$/gm);
  return Object.fromEntries([...lines].map(([, who, name, email]) => [who, { name, email }]));
}

/// A small demo district: { url, people, stop() }. A run of all tests makes one and shares it, so a test looks for its own rows by their words.
export async function serve_demo() {
  if (process.env.BELLTOWER_E2E_DEMO) {
    const shared = JSON.parse(process.env.BELLTOWER_E2E_DEMO);
    return { ...shared, command: command_in(shared.data), stop() {} };
  }
  const district = await serve(({ command, database }) => command('demo', '--students', '200', '--devices', '200', '--requests', '800', ...database));
  return { ...district, people: people_of(district.said) };
}

/// Signs a person in by the form, as a person would.
export async function sign_in(page, email, secret = password) {
  await page.goto('/sign-in');
  await page.locator('input[name="email"]').fill(email);
  await page.locator('input[type="password"]').fill(secret);
  await page.locator('main').getByRole('button').first().click();
  await page.waitForURL((address) => !address.pathname.startsWith('/sign-in'));
}

const signed_in_before = new Map();

/// The language is of the account, and all tests share the accounts of the demo: a test that needs one asks for it.
export async function speak(page, language) {
  if ((await page.locator('html').getAttribute('lang')) === language) return;
  await page.locator(`button[name="language"][value="${language}"]`).click();
  await page.locator(`html[lang="${language}"]`).waitFor();
}

/// A page of somebody of the demo, `who` as `belltower demo` prints it; who signed in once in a test file stays signed in.
/// With `speaking`, "en" or "es", their account is set to that language first.
export async function open_page_as(browser, demo, who, { speaking, ...options } = {}) {
  const kept = signed_in_before.get(who);
  const page = await open_page(browser, { url: demo.url, ...options, state: kept });
  if (!kept) {
    await sign_in(page, demo.people[who].email, demo_password);
    signed_in_before.set(who, await page.context().storageState());
  }
  if (speaking) {
    await page.goto('/start');
    await speak(page, speaking);
  }
  return page;
}
