// Bundles the islands and the style sheets into one folder that is served under /assets/.
//
//   node web/build.mjs OUT
//
// OUT receives hashed files, a .gz and a .br beside each, and manifest.json, which maps the logical
// name ("app.js", "app.css", "icon.svg") to the hashed one. OUT is emptied first.
import { createHash } from 'node:crypto';
import { mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { iconStyles } from './lib/icons.mjs';
import { tablerStyles } from './lib/tabler.mjs';

const here = new URL('.', import.meta.url).pathname;

/// Makes `@import "belltower:tabler"` and `@import "belltower:icons"` mean what web/lib computes.
const computedStyles = {
  name: 'computed-styles',
  setup(bundle) {
    const sources = { 'belltower:tabler': tablerStyles, 'belltower:icons': iconStyles };
    bundle.onResolve({ filter: /^belltower:/ }, ({ path }) => ({ path, namespace: 'computed' }));
    bundle.onLoad({ filter: /.*/, namespace: 'computed' }, async ({ path }) => ({
      contents: await sources[path](), loader: 'css',
    }));
  },
};

async function bundle(entry, out, options) {
  const { metafile } = await build({
    entryPoints: [join(here, entry)], outdir: out, bundle: true, minify: true, metafile: true,
    entryNames: '[name]-[hash]', chunkNames: '[name]-[hash]', logLevel: 'warning', legalComments: 'none',
    target: ['chrome109', 'firefox115', 'safari16'], ...options,
  });
  const [hashed] = Object.entries(metafile.outputs).find(([, output]) => output.entryPoint);
  return basename(hashed);
}

async function copyHashed(file, out) {
  const bytes = await readFile(join(here, file));
  const hash = createHash('sha256').update(bytes).digest('hex').slice(0, 8).toUpperCase();
  const hashed = basename(file).replace(/(\.\w+)$/, `-${hash}$1`);
  await writeFile(join(out, hashed), bytes);
  return hashed;
}

async function precompress(out) {
  for (const name of await readdir(out)) {
    const bytes = await readFile(join(out, name));
    await writeFile(join(out, `${name}.gz`), gzipSync(bytes, { level: 9 }));
    const params = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length };
    await writeFile(join(out, `${name}.br`), brotliCompressSync(bytes, { params }));
  }
}

export async function buildWeb(out) {
  await rm(out, { recursive: true, force: true });
  await mkdir(out, { recursive: true });
  const manifest = {
    'app.css': await bundle('styles/app.css', out, { plugins: [computedStyles] }),
    'public.css': await bundle('styles/public.css', out, { plugins: [computedStyles] }),
    'app.js': await bundle('islands/app.ts', out, { format: 'esm', splitting: true }),
    'embed.js': await bundle('embed/embed.ts', out, { format: 'esm' }),
    'frames.js': await bundle('embed/frames.ts', out, { format: 'iife' }),
    'icon.svg': await copyHashed('images/icon.svg', out),
  };
  await precompress(out);
  await writeFile(join(out, 'manifest.json'), JSON.stringify(manifest, null, 2) + '\n');
  return manifest;
}

if (process.argv[1] === new URL(import.meta.url).pathname) {
  const out = process.argv[2];
  if (!out) {
    console.error('usage: node web/build.mjs OUT');
    process.exit(2);
  }
  await buildWeb(out);
}
