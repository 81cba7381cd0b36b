// Where words for class names are found: templates, the C++ that fills them, islands, the style guide.
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

const root = new URL('../..', import.meta.url).pathname;

function* walk(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* walk(path);
    else yield path;
  }
}

/// Every source file that may name a CSS class, as { path, text }.
export function classSources() {
  const files = [...walk(join(root, 'src')), ...walk(join(root, 'web'))];
  return files
    .filter((path) => /\.(html|cpp|ts)$/.test(path) && !path.endsWith('_test.cpp'))
    .map((path) => ({ path, text: readFileSync(path, 'utf8') }));
}
