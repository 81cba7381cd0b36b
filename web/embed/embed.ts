// Inside a frame of somebody else's page: tells that page how tall this one is, so that it needs no scroll bar of its own. The page around
// listens with /embed.js; without it the frame keeps the height that its code says.
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
export {};
