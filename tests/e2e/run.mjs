// Runs the browser tests: every tests/e2e/*_test.mjs, and web/*_test.mjs, which need no server.
//
//   npm run e2e [-- FILE...]
//
// BELLTOWER_TEST_ENGINE    sqlite (default) or postgres; the latter needs BELLTOWER_TEST_POSTGRES, a postgresql:// URL
// BELLTOWER_BINARY         the program to test; else the newer of build/release/belltower and build/debug/belltower
//
// The last line is "N passed, N failed". Screenshots of every checked page are in build/screenshots/ENGINE/WIDTH/.
import { spawn } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { serve_demo } from './harness/server.mjs';

const root = new URL('../..', import.meta.url).pathname;

function test_files() {
  const given = process.argv.slice(2);
  if (given.length) return given;
  // The islands do not know what the data lie in, so one engine is enough for them.
  const folders = process.env.BELLTOWER_TEST_ENGINE === 'postgres' ? ['tests/e2e'] : ['web', 'tests/e2e'];
  const tests_of = (folder) => readdirSync(root + folder).filter((name) => name.endsWith('_test.mjs')).sort();
  return folders.flatMap((folder) => tests_of(folder).map((name) => `${folder}/${name}`));
}

function run(files, demo) {
  const runner = spawn(process.execPath, ['--test', '--test-concurrency=1', '--test-reporter=spec', ...files], {
    cwd: root, stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, ...(demo && { BELLTOWER_E2E_DEMO: JSON.stringify({ url: demo.url, people: demo.people, data: demo.data }) }) },
  });
  let output = '';
  runner.stdout.on('data', (text) => {
    process.stdout.write(text);
    output += text;
  });
  return new Promise((ended) => runner.on('close', (status) => ended({ status, output })));
}

const files = test_files();
const needs_demo = files.some((file) => readFileSync(resolve(root, file), 'utf8').includes('serve_demo('));
const demo = needs_demo ? await serve_demo() : undefined;
const { status, output } = files.length ? await run(files, demo) : { status: 1, output: '' };
await demo?.stop();

const total = (word) => Number(output.match(new RegExp(`^\\S* ?${word} (\\d+)$`, 'm'))?.[1] ?? 0);
const failed = total('fail') + total('cancelled');
console.log(`${total('pass')} passed, ${failed} failed`);
process.exitCode = status || total('pass') === 0 ? 1 : 0;
