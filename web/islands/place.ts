/// <svg data-place="add" viewBox="0 0 W H">: drawing a rectangle over the picture fills the fields left, top, width and height of that form, in percent, and
/// opens the fold around it. Without script the numbers are typed.
import { island } from './island';

const least = 0.5; // percent of a side: less is a tap, which opens the box under it

island('svg[data-place]', (element) => {
  const picture = element as unknown as SVGSVGElement;
  const form = document.getElementById(picture.dataset.place ?? '') as HTMLFormElement | null;
  if (!form) return;
  const box = document.createElementNS('http://www.w3.org/2000/svg', 'rect');
  box.setAttribute('class', 'picture-box-new');
  let from: DOMPoint | undefined;
  let drew = false;

  const point = (event: PointerEvent): DOMPoint => {
    const { width, height } = picture.viewBox.baseVal;
    const inside = new DOMPoint(event.clientX, event.clientY).matrixTransform(picture.getScreenCTM()?.inverse());
    return new DOMPoint(Math.min(Math.max(inside.x, 0), width), Math.min(Math.max(inside.y, 0), height));
  };
  const parts = (to: DOMPoint, start: DOMPoint): Record<string, number> => ({
    left: Math.min(start.x, to.x), top: Math.min(start.y, to.y), width: Math.abs(to.x - start.x), height: Math.abs(to.y - start.y),
  });
  const percent = (name: string, value: number): number => {
    const { width, height } = picture.viewBox.baseVal;
    return (100 * value) / (name === 'left' || name === 'width' ? width : height);
  };

  picture.addEventListener('dragstart', (event) => event.preventDefault());
  picture.addEventListener('pointerdown', (event) => {
    drew = false;
    if (event.button === 0 && event.pointerType !== 'touch') from = point(event);
  });
  // The tap that ends a drawing opens no box.
  picture.addEventListener('click', (event) => { if (drew) event.preventDefault(); }, { capture: true });
  picture.addEventListener('pointermove', (event) => {
    if (!from) return;
    const now = parts(point(event), from);
    for (const [name, value] of Object.entries({ x: now.left, y: now.top, width: now.width, height: now.height })) box.setAttribute(name, String(value));
    picture.append(box);
  });
  window.addEventListener('pointerup', (event) => {
    if (!from) return;
    const drawn = Object.entries(parts(point(event), from)).map(([name, value]) => [name, percent(name, value)] as const);
    from = undefined;
    if (drawn.some(([name, value]) => (name === 'width' || name === 'height') && value < least)) return box.remove();
    for (const [name, value] of drawn) (form.elements.namedItem(name) as HTMLInputElement).value = value.toFixed(1);
    form.closest('details')?.setAttribute('open', '');
    drew = true;
  });
});
