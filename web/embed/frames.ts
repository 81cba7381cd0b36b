// Pasted on other people's sites as /embed.js: gives each frame of ours the height that the page in it says. Whoever leaves it out keeps the
// height that the frame's code has. It believes only frames that show our own address, and takes nothing from them but a number.
const script = document.currentScript as HTMLScriptElement | null;
const ours = script ? new URL(script.src).origin : '';
const least = 120;
const most = 10000;

function frames(): HTMLIFrameElement[] {
  return [...document.querySelectorAll('iframe')].filter((frame) => frame.src.startsWith(`${ours}/`));
}

addEventListener('message', (event: MessageEvent) => {
  if (event.origin !== ours || event.data?.belltower !== 'height') return;
  const height = Math.ceil(Number(event.data.height));
  if (!Number.isFinite(height)) return;
  const frame = frames().find((one) => one.contentWindow === event.source);
  if (frame) frame.style.height = `${Math.min(Math.max(height, least), most)}px`;
});

// A frame that was ready before this script came has said its height to nobody.
for (const frame of frames()) frame.contentWindow?.postMessage({ belltower: 'ask' }, ours);

export {};
