// Serves web/styleguide.html with the bundle under the content policy of the real server, and plays the parts that islands talk to.
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { buildWeb } from '../build.mjs';

const root = new URL('../..', import.meta.url).pathname;
const out = `${root}build/preview`;
const types = { css: 'text/css', js: 'text/javascript', svg: 'image/svg+xml' };
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; "
  + "form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// Answers { url, asked, change(html), publish(topic, version), stop() }. `asked` lists the requests that came; `change` edits the page
/// that is served from now on.
export async function servePreview() {
  const manifest = await buildWeb(out);
  let page = await readFile(`${root}web/styleguide.html`, 'utf8');
  const asked = [];
  const streams = new Set();

  async function asset(response, name) {
    const body = await readFile(`${out}/${manifest[name] ?? name}`).catch(() => undefined);
    response.writeHead(body ? 200 : 404, { 'content-type': types[name.split('.').pop()] ?? 'text/plain' });
    response.end(body);
  }

  function live(response) {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.write(':\n\n');
    streams.add(response);
    response.on('close', () => streams.delete(response));
  }

  function answer(request, response) {
    const { pathname, searchParams } = new URL(request.url, 'http://localhost');
    if (pathname.startsWith('/assets/')) return asset(response, pathname.slice(8));
    if (pathname === '/live') return live(response);
    let body = '';
    request.on('data', (text) => (body += text));
    request.on('end', () => {
      asked.push({ method: request.method, pathname, body, query: Object.fromEntries(searchParams) });
      response.setHeader('content-security-policy', policy);
      if (pathname === '/people/suggestions') {
        response.setHeader('content-type', 'application/json');
        response.end(JSON.stringify([{ value: '12', label: 'Ana Silva', detail: 'Grade 7, North' }, { value: '13', label: 'Anabel Cruz' }]));
      } else if (pathname === '/articles/answers') {
        response.setHeader('content-type', 'text/html; charset=utf-8');
        response.end('<p class="hint">Others found help here: <a href="/articles/4">A projector that flickers</a></p>');
      } else if (pathname === '/requests/1/presence') {
        response.setHeader('content-type', 'text/plain; charset=utf-8');
        response.end('Ben Okafor is answering too.');
      } else {
        response.setHeader('content-type', 'text/html; charset=utf-8');
        response.end(page);
      }
    });
  }

  const server = createServer(answer);
  await new Promise((listening) => server.listen(0, '127.0.0.1', listening));
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    asked,
    watchers: () => streams.size,
    change: (edit) => (page = edit(page)),
    publish: (topic, version) => streams.forEach((stream) => stream.write(`data: ${JSON.stringify({ topic, version })}\n\n`)),
    stop: () => new Promise((closed) => {
      streams.forEach((stream) => stream.end());
      server.close(closed);
      server.closeAllConnections();
    }),
  };
}
