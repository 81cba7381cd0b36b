/// <figure data-chart hidden><script type="application/json">a Vega-Lite specification</script><div class="figure-canvas"></div></figure>
/// Draws a chart of the table that stands beside it. Without script, or when it cannot be drawn, the table alone tells.
import { island } from './island';

island('[data-chart]', async (figure) => {
  const data = figure.querySelector('script[type="application/json"]');
  const canvas = figure.querySelector<HTMLElement>('.figure-canvas');
  if (!data?.textContent || !canvas) return;
  figure.hidden = false;
  try {
    const { draw } = await import('./vega');
    await draw(canvas, JSON.parse(data.textContent));
  } catch {
    figure.hidden = true;
  }
});
