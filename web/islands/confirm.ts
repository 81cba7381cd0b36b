/// <button data-confirm="What will happen?" data-confirm-yes="Delete" data-confirm-no="Keep">
/// Asks in a dialog before a form is sent, and then sends it with confirmed=1. Without script the server asks on a page.
import { island } from './island';

function ask(button: HTMLButtonElement, on_yes: () => void): void {
  const dialog = document.createElement('dialog');
  const question = document.createElement('h2');
  question.id = 'confirm-question';
  question.textContent = button.dataset.confirm ?? '';
  dialog.setAttribute('aria-labelledby', question.id);

  const actions = document.createElement('div');
  actions.className = 'actions';
  const no = document.createElement('button');
  no.className = 'btn';
  no.textContent = button.dataset.confirmNo ?? '✕';
  const yes = document.createElement('button');
  yes.className = 'btn btn-danger';
  yes.textContent = button.dataset.confirmYes ?? button.textContent;
  actions.append(no, yes);
  dialog.append(question, actions);
  document.body.append(dialog);

  no.addEventListener('click', () => dialog.close());
  yes.addEventListener('click', () => { dialog.close(); on_yes(); });
  dialog.addEventListener('close', () => { dialog.remove(); button.focus(); });
  dialog.showModal();
  no.focus();
}

island('button[data-confirm]', (element) => {
  const button = element as HTMLButtonElement;
  let agreed = false;
  button.addEventListener('click', (event) => {
    const form = button.form;
    if (agreed || !form) return;
    event.preventDefault();
    ask(button, () => {
      agreed = true;
      const field = document.createElement('input');
      field.type = 'hidden';
      field.name = 'confirmed';
      field.value = '1';
      form.append(field);
      form.requestSubmit(button);
      agreed = false;
    });
  });
});
