// One CSS class an icon (`<span class="i i-check" aria-hidden="true"></span>`), only for the icons named in web/icons.txt.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { classSources } from './templates.mjs';

const folder = new URL('../../node_modules/@tabler/icons/icons', import.meta.url).pathname;

/// The names in web/icons.txt; "filled/star" takes the filled drawing.
async function listedIcons() {
  const text = await readFile(new URL('../icons.txt', import.meta.url), 'utf8');
  return text.split('\n').map((line) => line.replace(/#.*/, '').trim()).filter(Boolean);
}

function asDataAddress(svg) {
  const short = svg
    .replace(/<path stroke="none" d="M0 0h24v24H0z" fill="none" \/>/, '')
    .replace(/\s+class="[^"]*"/, '').replace(/currentColor/g, '#000')
    .replace(/\s+/g, ' ').replace(/> </g, '><').replace(/"/g, "'");
  return `url("data:image/svg+xml,${short.replace(/[#<>%{}]/g, encodeURIComponent)}")`;
}

/// A class that no icon stands behind would be an invisible icon, so it stops the build.
function refuseUnknown(known) {
  for (const { path, text } of classSources()) {
    for (const [, name] of text.matchAll(/\bclass="[^"]*\bi-([a-z0-9-]+)/g)) {
      if (!known.has(name)) throw new Error(`${path}: icon "i-${name}" is not listed in web/icons.txt`);
    }
  }
}

export async function iconStyles() {
  const rules = [];
  const known = new Set();
  for (const listed of await listedIcons()) {
    const [name, kind] = listed.startsWith('filled/') ? [listed.slice(7) + '-filled', 'filled'] : [listed, 'outline'];
    const svg = await readFile(join(folder, kind, `${listed.replace('filled/', '')}.svg`), 'utf8');
    known.add(name);
    rules.push(`.i-${name}{--i:${asDataAddress(svg)}}`);
  }
  refuseUnknown(known);
  return rules.join('\n');
}
