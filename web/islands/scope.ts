/// <select data-scope="ID"><optgroup data-only-everywhere>...</optgroup></select>
/// Takes away the choice of a place, the select with that id, while something is chosen that holds everywhere or not at all. Without script the server
/// says so.
import { island } from './island';

island('select[data-scope]', (element) => {
  const what = element as HTMLSelectElement;
  const where = document.getElementById(what.dataset.scope ?? '') as HTMLSelectElement | null;
  if (!where) return;
  const look = () => {
    const everywhere = what.selectedOptions[0]?.closest('[data-only-everywhere]') != null;
    if (everywhere) where.value = '';
    for (const option of where.options) option.disabled = everywhere && option.value !== '';
  };
  what.addEventListener('change', look);
  look();
});
