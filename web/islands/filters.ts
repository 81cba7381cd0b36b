/// <form data-autosubmit>: a changed choice shows its result at once. Its send button is marked .no-script.
import { island } from './island';

island('form[data-autosubmit]', (element) => {
  const form = element as HTMLFormElement;
  form.addEventListener('change', (event) => {
    const field = event.target;
    if (field instanceof HTMLSelectElement) form.requestSubmit();
    if (field instanceof HTMLInputElement && /^(checkbox|radio|date)$/.test(field.type)) form.requestSubmit();
  });
  // Empty filters would only make the address long.
  form.addEventListener('formdata', ({ formData }) => {
    for (const [name, value] of [...formData]) if (value === '') formData.delete(name);
  });
});
