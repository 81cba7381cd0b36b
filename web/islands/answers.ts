/// <form data-answers="/requests/answers"> with fields "title" and "description", <div data-answers-here> and <p role="status" data-answers-said>.
/// While somebody types, articles that may answer it come into that place, and how many is said politely. Buttons of the form that lead to the same
/// address answer in place, so that chosen photos stay. Without script the server shows the whole form again.
import { form_token, island } from './island';

const pause = 500;
const looked_at_after = 1500;

island('form[data-answers]', (element) => {
  const form = element as HTMLFormElement;
  const here = form.querySelector<HTMLElement>('[data-answers-here]');
  const said = form.querySelector<HTMLElement>('[data-answers-said]');
  const address = form.dataset.answers!;
  const told = new Set<string>();
  let waiting: number | undefined;
  let looking: number | undefined;
  let asked = '';
  if (!here) return;

  function fields(): URLSearchParams {
    const words = new URLSearchParams();
    for (const name of ['category', 'title', 'description', 'opened']) {
      for (const value of new FormData(form).getAll(name)) if (typeof value === 'string') words.append(name, value.slice(0, 500));
    }
    return words;
  }

  function send(to: string, words: URLSearchParams): Promise<Response | undefined> {
    return fetch(to, { method: 'POST', body: words, headers: { 'X-CSRF-Token': form_token() } }).catch(() => undefined);
  }

  /// Counts as shown only what stood there for a moment.
  function tell(): void {
    const fresh = [...here!.querySelectorAll<HTMLElement>('[data-article]')].map(({ dataset }) => dataset.article!).filter((id) => !told.has(id));
    if (!fresh.length) return;
    fresh.forEach((id) => told.add(id));
    void send(`${address}/shown`, new URLSearchParams(fresh.map((id) => ['shown', id])));
  }

  function show(html: string): void {
    here!.innerHTML = html;
    const words = here!.querySelector<HTMLElement>('[data-said]')?.dataset.said ?? '';
    if (said && said.textContent !== words) said.textContent = words;
    clearTimeout(looking);
    looking = window.setTimeout(tell, looked_at_after);
  }

  async function look(): Promise<void> {
    const words = fields();
    const question = words.toString();
    const typed = `${words.get('title') ?? ''}${words.get('description') ?? ''}`.trim();
    // What is being read is not pushed away by what is typed.
    if (question === asked || typed.length < 5 || here!.querySelector('[name="opened"]')) return;
    asked = question;
    // In the body: what people type stands in no address, and so in no log of a proxy.
    words.append('part', '1');
    const answer = await send(address, words);
    if (!answer?.ok || question !== asked) return;
    const html = await answer.text();
    show(html.includes('data-article') ? html : '');
  }

  form.addEventListener('input', (event) => {
    if (!['title', 'description'].includes((event.target as HTMLInputElement).name)) return;
    clearTimeout(waiting);
    waiting = window.setTimeout(look, pause);
  });
  here.addEventListener('click', async (event) => {
    const button = (event.target as HTMLElement).closest<HTMLButtonElement>('button[name="open"]');
    if (!button) return;
    event.preventDefault();
    const words = fields();
    words.append('open', button.value);
    words.append('part', '1');
    const answer = await send(address, words);
    if (!answer?.ok) return;
    show(await answer.text());
    here.querySelector<HTMLElement>(`[data-article="${CSS.escape(button.value)}"] h3`)?.focus();
  });
});
