/// <figure data-chart hidden><script type="application/json">a Vega-Lite specification</script>
///   <section class="figure-holder"><div class="figure-canvas"></div></section><p class="figure-wide" hidden>Move it sideways</p></figure>
/// Draws a chart of the table that stands beside it. Without script, or when it cannot be drawn, the table alone tells. A chart that is wider than its
/// holder says so, and the keyboard reaches the holder to move it.
import { island } from './island';

island('[data-chart]', async (figure) => {
  const data = figure.querySelector('script[type="application/json"]');
  const canvas = figure.querySelector<HTMLElement>('.figure-canvas');
  if (!data?.textContent || !canvas) return;
  figure.hidden = false;
  try {
    const { draw } = await import('./vega');
    await draw(canvas, JSON.parse(data.textContent));
    const holder = canvas.parentElement, sign = figure.querySelector<HTMLElement>('.figure-wide');
    if (!holder || !sign) return;
    const look = () => {
      // A label at the edge may stand out by some pixels.
      const wide = holder.scrollWidth > holder.clientWidth + 16;
      sign.hidden = !wide;
      if (wide) holder.tabIndex = 0;
      else holder.removeAttribute('tabindex');
    };
    new ResizeObserver(look).observe(holder);
  } catch {
    figure.hidden = true;
  }
});
