/// <section id="queue" data-live="queue:7">: when the topic has a newer version than the page says it has, the page is fetched
/// again by its normal GET, so the server checks permission anew, and only what differs is changed in place.
import { Idiomorph } from 'idiomorph';
import { attach_islands, island } from './island';

const versions = new Map<string, number | undefined>();
const of_page = document.querySelector<HTMLMetaElement>('meta[name="live-version"]')?.content;
let stream: EventSource | undefined;
let scheduled: number | undefined;

/// What a person typed, opened or ticked is theirs; news from the server does not undo it.
function is_touched(node: Node): boolean {
  if (node instanceof HTMLTextAreaElement) return node.value !== node.defaultValue;
  if (node instanceof HTMLInputElement) return node.value !== node.defaultValue || node.checked !== node.defaultChecked;
  if (node instanceof HTMLSelectElement) return [...node.options].some((o) => o.selected !== o.defaultSelected);
  return false;
}

const callbacks = {
  beforeNodeMorphed: (old: Node) => !is_touched(old),
  beforeAttributeUpdated: (name: string, node: Node) => !(name === 'open' && node instanceof HTMLDetailsElement),
};

async function refresh(): Promise<void> {
  scheduled = undefined;
  const answer = await fetch(location.href, { headers: { 'X-Belltower-Live': '1' }, redirect: 'manual' }).catch(() => undefined);
  if (!answer?.ok) return;
  const fresh = new DOMParser().parseFromString(await answer.text(), 'text/html');
  for (const topic of versions.keys()) {
    const part = `[data-live="${CSS.escape(topic)}"]`;
    const wanted = [...fresh.querySelectorAll(part)];
    const shown = [...document.querySelectorAll<HTMLElement>(part)];
    // Another number of parts means another page, such as the sign-in page.
    if (wanted.length !== shown.length) continue;
    shown.forEach((element, at) => {
      Idiomorph.morph(element, wanted[at].innerHTML, { morphStyle: 'innerHTML', ignoreActiveValue: true, callbacks });
      attach_islands(element);
    });
  }
}

/// A little chance spreads the load when a whole department watches one queue.
function refresh_soon(): void {
  scheduled ??= window.setTimeout(refresh, 50 + Math.random() * 250);
}

function heard(event: MessageEvent<string>): void {
  const { topic, version } = JSON.parse(event.data) as { topic: string; version: number };
  if (!versions.has(topic)) return;
  const known = versions.get(topic);
  versions.set(topic, Math.max(known ?? 0, version));
  // Each topic's present version comes when the stream opens, also after a break: what happened between
  // the page's snapshot and the stream is heard too. A page that does not say its version begins with that one.
  if (known !== undefined && version > known) refresh_soon();
}

/// Browsers allow few connections to one host, so only the page that is looked at listens.
function listen(): void {
  stream?.close();
  stream = undefined;
  if (document.hidden || versions.size === 0) return;
  stream = new EventSource(`/live?topics=${encodeURIComponent([...versions.keys()].join(','))}`);
  stream.onmessage = heard;
}

island('[data-live]', (element) => {
  const { live, version } = element.dataset;
  if (!live) return;
  if (versions.size === 0) queueMicrotask(listen);
  const own = version || of_page;
  if (!versions.has(live)) versions.set(live, own ? Number(own) : undefined);
});

document.addEventListener('visibilitychange', listen);
window.addEventListener('pagehide', () => stream?.close());
window.addEventListener('pageshow', (event) => { if (event.persisted) listen(); });
