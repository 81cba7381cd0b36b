/// <input hx-get="/articles/answers" hx-trigger="input changed delay:300ms" hx-target="#answers">: a part of the page comes anew.
/// htmx is fetched only by pages that use it. It reads its settings from a meta element while it starts.
import { island } from './island';

// The content policy forbids eval and inline style; pages of students stay out of the browser's storage.
const settings = {
  allowEval: false, allowScriptTags: false, includeIndicatorStyles: false, selfRequestsOnly: true,
  historyCacheSize: 0, refreshOnHistoryMiss: true, scrollBehavior: 'auto',
};

let library: Promise<typeof import('htmx.org')> | undefined;

function load(): Promise<typeof import('htmx.org')> {
  const meta = document.createElement('meta');
  meta.name = 'htmx-config';
  meta.content = JSON.stringify(settings);
  document.head.append(meta);
  return import('htmx.org');
}

island('[hx-get], [hx-post], [hx-boost]', (element) => {
  library ??= load();
  void library.then(({ default: htmx }) => htmx.process(element));
});
