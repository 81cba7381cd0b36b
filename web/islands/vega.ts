/// Vega-Lite; fetched only by pages with a chart. Expressions are interpreted from their tree, because the content policy allows no eval, and the
/// chart is a canvas, because SVG would need styles in attributes.
import * as vega from 'vega';
import { expressionInterpreter } from 'vega-interpreter';
import { compile, type Config, type TopLevelSpec } from 'vega-lite';

/// Okabe and Ito's colours, which people who see few colours can tell apart; the yellow is left out, as it is too light on white. On a dark
/// ground they stand in the order of their lightness.
const light_colours = ['#0072b2', '#d55e00', '#007a58', '#a4508b', '#8a6100', '#3f8fc4', '#4b5561'];
const dark_colours = ['#56b4e9', '#f0a35a', '#4fd1a5', '#e29fc7', '#f0e442', '#8fc1f3', '#bcc3cc'];

function token(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

function config(dark: boolean, narrow: boolean): Config {
  const ink = token('--ink'), muted = token('--muted'), line = token('--line');
  return {
    background: 'transparent', font: 'system-ui, sans-serif', padding: 4,
    view: { stroke: 'transparent' },
    axis: { labelColor: ink, titleColor: muted, gridColor: line, domainColor: muted, tickColor: muted, labelFontSize: 12, titleFontSize: 12, titleFontWeight: 'normal', tickCount: 6, labelOverlap: 'greedy' },
    // Names of schools and models stand whole where there is room.
    axisY: { labelLimit: narrow ? 180 : 320 },
    legend: { labelColor: ink, titleColor: muted, labelFontSize: 12, titleFontSize: 12, titleFontWeight: 'normal', columns: narrow ? 1 : 2, labelLimit: narrow ? 150 : 220 },
    text: { color: ink, fontSize: 12 },
    bar: { color: (dark ? dark_colours : light_colours)[0] }, line: { strokeWidth: 2 },
    range: { category: dark ? dark_colours : light_colours },
  } as Config;
}

export async function draw(canvas: HTMLElement, spec: TopLevelSpec): Promise<void> {
  const dark = matchMedia('(prefers-color-scheme: dark)');
  let view: vega.View | undefined;
  const name = canvas.getAttribute('aria-label') ?? '';
  // A chart of many bands asks for more room than a phone has; its holder scrolls then.
  const least = (spec.usermeta as { least_width?: number } | undefined)?.least_width;
  if (least) {
    // Where motion is reduced every change of a style is a very short transition, and a measure taken at once would be that of its beginning.
    canvas.style.transition = 'none';
    canvas.style.minWidth = `${least}px`;
  }
  const show = async () => {
    view?.finalize();
    const compiled = compile(spec, { logger: vega.logger(vega.Error), config: config(dark.matches && !matchMedia('print').matches, innerWidth < 576) }).spec;
    view = new vega.View(vega.parse(compiled, undefined, { ast: true }), {
      renderer: 'canvas', container: canvas, expr: expressionInterpreter, hover: true, logLevel: vega.Error,
    });
    await view.runAsync();
    // It has the text of its figure; a graphic of parts would be read out mark by mark.
    // The library names its holder anew, in English and without saying what of.
    canvas.setAttribute('role', 'img');
    canvas.setAttribute('aria-label', name);
    canvas.removeAttribute('aria-roledescription');
    canvas.querySelectorAll('canvas').forEach((one) => one.setAttribute('aria-hidden', 'true'));
  };
  await show();
  dark.addEventListener('change', () => void show());
}
