/// <button data-copy="text" data-copied="Copied">, or data-copy-from="id of an element or field".
import { island } from './island';

function wanted_text(button: HTMLElement): string {
  const source = document.getElementById(button.dataset.copyFrom ?? '');
  if (source instanceof HTMLInputElement || source instanceof HTMLTextAreaElement) return source.value;
  return button.dataset.copy ?? source?.textContent?.trim() ?? '';
}

island('[data-copy], [data-copy-from]', (button) => {
  if (!navigator.clipboard) {
    button.hidden = true;
    return;
  }
  button.setAttribute('aria-live', 'polite');
  button.addEventListener('click', async () => {
    await navigator.clipboard.writeText(wanted_text(button));
    const label = [...button.childNodes];
    if (!button.dataset.copied || button.textContent === button.dataset.copied) return;
    button.textContent = button.dataset.copied;
    setTimeout(() => button.replaceChildren(...label), 2000);
  });
});
