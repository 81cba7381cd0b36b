// What must be true of every page, whatever it is for.
import assert from 'node:assert/strict';
import { mkdirSync, readFileSync } from 'node:fs';
import { FileSystemConfigLoader, HtmlValidate, esmResolver } from 'html-validate';

const root = new URL('../../..', import.meta.url).pathname;
const axe = readFileSync(`${root}node_modules/axe-core/axe.min.js`, 'utf8');
const validator = new HtmlValidate(new FileSystemConfigLoader([esmResolver()]));

async function axe_findings(page, look) {
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() => globalThis.axe.run(document, { rules: { 'target-size': { enabled: true } } }));
  return violations.flatMap(({ id, nodes }) => nodes.map(({ html, failureSummary }) => `axe (${look}): ${id}: ${html}\n    ${failureSummary}`));
}

async function html_findings(page) {
  const report = await validator.validateString(await page.source, `${root}tests/e2e/page.html`);
  return report.results.flatMap(({ messages }) => messages.map(({ ruleId, message, line, column }) => `html ${line}:${column}: ${ruleId}: ${message}`));
}

async function picture(page, width, name) {
  const folder = `${root}build/screenshots/${process.env.BELLTOWER_TEST_ENGINE ?? 'sqlite'}/${width}`;
  mkdirSync(folder, { recursive: true });
  await page.screenshot({ path: `${folder}/${name}.png`, fullPage: true });
}

/// A new width or colour scheme reaches the media queries with the next frame.
async function next_frame(page) {
  await page.evaluate(() => new Promise((settled) => requestAnimationFrame(() => requestAnimationFrame(settled))));
}

async function width_findings(page) {
  await next_frame(page);
  return page.evaluate(() => {
    const beyond = document.documentElement.scrollWidth - innerWidth;
    if (beyond <= 0) return [];
    const scrolls = (element) => element && (getComputedStyle(element).overflowX !== 'visible' || scrolls(element.parentElement));
    const wide = [...document.body.querySelectorAll('*')].filter((e) => e.getBoundingClientRect().right > innerWidth + 1 && !scrolls(e.parentElement));
    return [`${innerWidth}: the page is ${beyond} px wider than the window, because of ${wide.at(-1)?.outerHTML.slice(0, 120)}`];
  });
}

// What the data lie in changes nothing of the look, so one engine is looked at from all sides and the others from one.
const looks = [[1280, 800, 'light'], [390, 844, 'dark'], [390, 844, 'light']];
const looks_here = (process.env.BELLTOWER_TEST_ENGINE ?? 'sqlite') === 'sqlite' ? looks : looks.slice(0, 1);

/// Fails unless the page is accessible in light on a desk and in dark on a phone, is valid HTML, scrolls only downward at 390 and 320 pixels,
/// and said nothing bad in the console. Leaves screenshots of both widths, in both colours for the phone. `narrow_only` looks at a phone in
/// light alone: for a page whose other language has been looked at from all sides.
export async function check_page(page, name, { narrow_only = false } = {}) {
  const before = page.viewportSize();
  const found = await html_findings(page);
  for (const [width, height, colorScheme] of narrow_only ? looks.slice(2) : looks_here) {
    await page.setViewportSize({ width, height });
    await page.emulateMedia({ colorScheme });
    await next_frame(page);
    await picture(page, width, colorScheme === 'dark' ? `${name}-dark` : name);
    if (narrow_only || width === 1280 || colorScheme === 'dark') found.push(...(await axe_findings(page, `${width} ${colorScheme}`)));
    found.push(...(await width_findings(page)));
  }
  // WCAG 1.4.10: a desk at 400 % is 320 pixels wide.
  await page.setViewportSize({ width: 320, height: 640 });
  found.push(...(await width_findings(page)));
  await page.emulateMedia({ colorScheme: null });
  await page.setViewportSize(before);
  found.push(...page.trouble.splice(0));
  assert.equal(found.length, 0, `${name} (${page.url()}):\n  ${found.join('\n  ')}`);
}
