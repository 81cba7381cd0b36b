/// <input data-slash>: the key "/" leads there. <button data-slash-switch data-on="..." data-off="...">: turns that off and on,
/// as WCAG 2.1.4 asks for every shortcut of a single key.
import { island } from './island';

const setting = 'belltower.slash';
const is_on = () => localStorage.getItem(setting) !== 'off';

function is_typing(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));
}

island('[data-slash]', (field) => {
  document.addEventListener('keydown', (event) => {
    if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey) return;
    if (is_typing(event.target) || !is_on() || field.offsetParent === null) return;
    event.preventDefault();
    field.focus();
  });
});

island('[data-slash-switch]', (button) => {
  const label = button.lastElementChild ?? button;
  const show = () => (label.textContent = (is_on() ? button.dataset.on : button.dataset.off) ?? '');
  button.addEventListener('click', () => {
    localStorage.setItem(setting, is_on() ? 'off' : 'on');
    show();
  });
  show();
});
