/// <p class="presence" role="status" data-presence="/requests/12/presence" data-presence-form="reply">
/// Tells the server every 15 seconds that this person is looking, or writing, and shows the sentence that it answers,
/// such as "Ana is answering too". An empty answer shows nothing.
import { form_token, island } from './island';

island('[data-presence]', (element) => {
  const address = element.dataset.presence ?? '';
  const form = document.getElementById(element.dataset.presenceForm ?? '');
  let writing = false;

  async function tell(): Promise<void> {
    if (document.hidden || !element.isConnected) return;
    const body = new URLSearchParams({ state: writing ? 'writing' : 'looking' });
    const headers = { 'X-CSRF-Token': form_token() };
    const answer = await fetch(address, { method: 'POST', body, headers }).catch(() => undefined);
    if (!answer?.ok) return;
    const sentence = await answer.text();
    if (element.textContent !== sentence) element.textContent = sentence;
  }

  form?.addEventListener('input', (event) => {
    const text = event.target as HTMLTextAreaElement;
    if (writing === (text.value !== '')) return;
    writing = text.value !== '';
    void tell();
  });
  void tell();
  setInterval(tell, 15000);
});
