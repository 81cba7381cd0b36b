/// <input data-suggest="/people/suggestions" data-suggest-value="id of a hidden field" data-suggest-none="Nobody found">
/// An ARIA combobox over GET address?q=..., which answers [{"value": "12", "label": "Ana", "detail": "Grade 7"}].
/// Without script the server reads the typed text.
import { island } from './island';

interface Suggestion { value: string; label: string; detail?: string; }
let count = 0;

island('input[data-suggest]', (element) => {
  const input = element as HTMLInputElement;
  const hidden = document.getElementById(input.dataset.suggestValue ?? '') as HTMLInputElement | null;
  const list = document.createElement('ul');
  list.className = 'suggest-list';
  list.id = `suggestions-${++count}`;
  list.setAttribute('role', 'listbox');
  list.setAttribute('aria-label', input.labels?.[0]?.textContent?.trim() ?? '');
  list.hidden = true;
  let found: Suggestion[] = [];
  let chosen = -1;
  let waiting: number | undefined;

  input.setAttribute('role', 'combobox');
  input.setAttribute('aria-autocomplete', 'list');
  input.setAttribute('aria-controls', list.id);
  input.autocomplete = 'off';
  input.setAttribute('aria-expanded', 'false');
  (input.closest('.suggest') ?? input.parentElement)?.append(list);

  function show(open: boolean): void {
    list.hidden = !open;
    input.setAttribute('aria-expanded', String(open));
    if (!open) input.removeAttribute('aria-activedescendant');
  }

  function choose(at: number): void {
    chosen = at;
    [...list.children].forEach((item, index) => item.setAttribute('aria-selected', String(index === at)));
    if (at < 0) return;
    input.setAttribute('aria-activedescendant', `${list.id}-${at}`);
    list.children[at].scrollIntoView({ block: 'nearest' });
  }

  function take(at: number): void {
    const { value, label } = found[at];
    input.value = label;
    if (hidden) hidden.value = value;
    show(false);
    input.dispatchEvent(new Event('change', { bubbles: true }));
  }

  function draw(): void {
    list.replaceChildren(...found.map(({ label, detail }, at) => {
      const item = document.createElement('li');
      item.id = `${list.id}-${at}`;
      item.setAttribute('role', 'option');
      item.textContent = label;
      const small = document.createElement('small');
      small.textContent = detail ?? '';
      if (detail) item.append(small);
      item.addEventListener('pointerdown', (event) => { event.preventDefault(); take(at); });
      return item;
    }));
    choose(-1);
    show(found.length > 0);
  }

  async function look_up(): Promise<void> {
    const text = input.value.trim();
    const separator = input.dataset.suggest!.includes('?') ? '&' : '?';
    const answer = text && (await fetch(`${input.dataset.suggest}${separator}q=${encodeURIComponent(text)}`).catch(() => undefined));
    if (input.value.trim() !== text) return;
    found = answer && answer.ok ? ((await answer.json()) as Suggestion[]) : [];
    draw();
  }

  input.addEventListener('input', () => {
    if (hidden) hidden.value = '';
    clearTimeout(waiting);
    waiting = window.setTimeout(look_up, 120);
  });
  input.addEventListener('blur', () => show(false));
  input.addEventListener('keydown', (event) => {
    if (list.hidden) return;
    if (event.key === 'ArrowDown') choose((chosen + 1) % found.length);
    else if (event.key === 'ArrowUp') choose((chosen - 1 + found.length) % found.length);
    else if (event.key === 'Enter' && chosen >= 0) take(chosen);
    else if (event.key === 'Escape') show(false);
    else return;
    event.preventDefault();
  });
});
