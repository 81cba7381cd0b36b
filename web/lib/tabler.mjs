// Tabler's style sheet, cut down to the classes we use and made to follow the system's dark mode.
import { readFile } from 'node:fs/promises';
import postcss from 'postcss';
import { PurgeCSS } from 'purgecss';
import { classSources } from './templates.mjs';

const dark = '[data-bs-theme=dark]';

/// Tabler switches to dark by an attribute that a script sets; we follow the system without script. Paper stays white.
function followSystemTheme(root) {
  const media = postcss.atRule({ name: 'media', params: 'screen and (prefers-color-scheme: dark)' });
  root.walkRules((rule) => {
    const wanted = rule.selectors.filter((selector) => selector.startsWith(dark));
    if (!wanted.length) return;
    media.append(rule.clone({ selectors: wanted.map((selector) => selector.replace(dark, ':root')) }));
    rule.remove();
  });
  root.append(media);
}

export async function tablerStyles() {
  const file = new URL('../../node_modules/@tabler/core/dist/css/tabler.min.css', import.meta.url);
  const themed = postcss([followSystemTheme]).process(await readFile(file, 'utf8'), { from: undefined });
  const [purged] = await new PurgeCSS().purge({
    css: [{ raw: themed.css }],
    content: classSources().map(({ text }) => ({ raw: text, extension: 'html' })),
    defaultExtractor: (text) => text.match(/[\w-]+/g) ?? [],
    // A page may hold any plain element, such as those that Markdown makes.
    safelist: [':root', 'html', 'body', /^h[1-6]$/, /^(p|a|ul|ol|li|dl|dt|dd|pre|code|kbd|blockquote|table|thead|tbody|th|td|hr|img)$/],
    fontFace: true,
    keyframes: true,
  });
  return purged.css;
}
