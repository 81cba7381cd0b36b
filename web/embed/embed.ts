// Inside a frame of somebody else's page: tells that page how tall this one is, so that it needs no scroll bar of its own. The page around
// listens with /embed.js; without it the frame keeps the height that its code says. A page with data-refresh also keeps itself current.
function tell(): void {
  const height = Math.ceil(document.documentElement.getBoundingClientRect().height);
  // Everything in the frame is public, so whoever shows it may know its height.
  parent.postMessage({ belltower: 'height', height }, '*');
}

if (parent !== window) {
  new ResizeObserver(tell).observe(document.documentElement);
  tell();
  // A script that came after the first word asks for it again.
  addEventListener('message', (event) => {
    if (event.source === parent && event.data?.belltower === 'ask') tell();
  });
}

/// Looks this page up again, and takes over what it says only when that is something else.
async function renew(): Promise<void> {
  if (document.hidden) return;
  const answer = await fetch(location.href, { credentials: 'omit' }).catch(() => undefined);
  if (!answer?.ok) return;
  const fresh = new DOMParser().parseFromString(await answer.text(), 'text/html').querySelector('main');
  const shown = document.querySelector('main');
  if (fresh && shown && fresh.innerHTML !== shown.innerHTML) shown.replaceWith(fresh);
}

const seconds = Number(document.body.dataset.refresh);
if (seconds > 0) {
  setInterval(renew, seconds * 1000);
  document.addEventListener('visibilitychange', renew);
}
export {};
