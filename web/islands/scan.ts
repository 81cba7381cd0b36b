/// <button data-scan="id of a field" data-scan-say="Point the camera at the label." data-scan-close="Close"
///         data-scan-refused="The camera is not available. Type the tag instead.">
/// Reads a QR code or barcode with the camera. Our own label leads to its page; anything else goes into the field and is sent.
import { island } from './island';

function open_dialog(button: HTMLElement): { dialog: HTMLDialogElement; video: HTMLVideoElement; say: HTMLElement } {
  const dialog = document.createElement('dialog');
  dialog.className = 'scanner';
  const video = document.createElement('video');
  video.muted = true;
  video.setAttribute('playsinline', '');
  const say = document.createElement('p');
  say.setAttribute('role', 'status');
  say.textContent = button.dataset.scanSay ?? '';
  const close = document.createElement('button');
  close.className = 'btn';
  close.textContent = button.dataset.scanClose ?? '✕';
  close.addEventListener('click', () => dialog.close());
  dialog.setAttribute('aria-label', button.textContent?.trim() ?? '');
  dialog.append(video, say, close);
  document.body.append(dialog);
  dialog.showModal();
  return { dialog, video, say };
}

function use(code: string, button: HTMLElement): void {
  const address = URL.canParse?.(code) ? new URL(code) : undefined;
  if (address && address.origin === location.origin) {
    location.assign(address);
    return;
  }
  const field = document.getElementById(button.dataset.scan ?? '') as HTMLInputElement | null;
  if (!field) return;
  field.value = code;
  field.dispatchEvent(new Event('input', { bubbles: true }));
  if (field.form?.method === 'get') field.form.requestSubmit();
  else field.focus();
}

island('button[data-scan]', (button) => {
  if (!navigator.mediaDevices) {
    button.hidden = true;
    return;
  }
  button.addEventListener('click', async () => {
    const { dialog, video, say } = open_dialog(button);
    let stop = () => {};
    dialog.addEventListener('close', () => { stop(); dialog.remove(); button.focus(); });
    try {
      const { read_codes } = await import('./barcode');
      stop = await read_codes(video, (code) => { dialog.close(); use(code, button); });
      if (!dialog.open) stop();
    } catch {
      say.textContent = button.dataset.scanRefused ?? '';
    }
  });
});
