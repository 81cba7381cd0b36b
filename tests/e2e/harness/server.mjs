// A district of its own for each test file: fresh data, a free port, ended by its own process id.
import { execFile, execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';

const root = new URL('../../..', import.meta.url).pathname;
const run = promisify(execFile);
export const engine = process.env.BELLTOWER_TEST_ENGINE ?? 'sqlite';

function binary() {
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

/// Makes a demo district and serves it. Answers { url, data, said, command(...words), stop() }; `said` is what `belltower demo` printed,
/// and `command` runs another belltower command on the same data.
export async function serve_demo({ students = 200 } = {}) {
  const data = mkdtempSync(join(tmpdir(), 'belltower-e2e-'));
  const database = fresh_database();
  const place = ['--data', data, ...database.words];
  const command = async (...words) => (await run(binary(), [...words, ...place], { maxBuffer: 1 << 26 })).stdout;
  const remove = () => {
    database.drop();
    rmSync(data, { recursive: true, force: true });
  };
  try {
    const said = await command('demo', '--students', String(students));
    const port = await free_port();
    const url = `http://127.0.0.1:${port}`;
    const log = [];
    const child = spawn(binary(), ['serve', ...place, '--listen', `127.0.0.1:${port}`], { stdio: ['ignore', 'pipe', 'pipe'] });
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => log.push(String(text)));
    const ended = new Promise((resolve) => child.once('exit', resolve));
    const stop = async () => {
      child.kill('SIGTERM');
      const late = setTimeout(() => child.kill('SIGKILL'), 10000);
      await ended;
      clearTimeout(late);
      remove();
    };
    await until_ready(url, child, log).catch(async (error) => { await stop(); throw error; });
    return { url, data, said, log, command, stop };
  } catch (error) {
    remove();
    throw error;
  }
}
