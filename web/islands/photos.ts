/// <input type="file" data-previews>: shows what was picked before it is sent. Drawn on a canvas, so the content policy needs no blob: images.
import { island } from './island';

async function thumbnail(file: File): Promise<HTMLElement> {
  const item = document.createElement('li');
  const name = document.createElement('span');
  name.textContent = file.name;
  try {
    const picture = await createImageBitmap(file, { resizeHeight: 168, resizeQuality: 'medium' });
    const canvas = document.createElement('canvas');
    canvas.width = 224;
    canvas.height = 168;
    canvas.getContext('2d')?.drawImage(picture, (224 - picture.width) / 2, 0);
    picture.close();
    item.append(canvas);
  } catch {
    // Not a picture that this browser can draw: its name is enough.
  }
  item.append(name);
  return item;
}

island('input[type="file"][data-previews]', (element) => {
  const input = element as HTMLInputElement;
  const list = document.createElement('ul');
  list.className = 'previews';
  input.after(list);
  input.addEventListener('change', async () => {
    list.replaceChildren(...(await Promise.all([...(input.files ?? [])].map(thumbnail))));
  });
});
