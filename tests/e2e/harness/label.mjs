// Reads a QR code as a phone does, from the modules that the page draws.
import zxing from '@zxing/library';
import decoder from '@zxing/library/cjs/core/qrcode/decoder/Decoder.js';

/// `path` is made of "M{x} {y}h{width}v1h-{width}z" in a `view_box` that may have an edge; answers what the code says.
export function read_label(view_box, path) {
  const runs = [...path.matchAll(/M(\d+) (\d+)h(\d+)/g)].map(([, ...numbers]) => numbers.map(Number));
  const [x0, y0] = [0, 1].map((at) => Math.min(...runs.map((run) => run[at])));
  const size = Math.max(...runs.map(([x, , width]) => x + width)) - x0;
  if (!size) throw new Error(`no code in ${view_box}`);
  const modules = new zxing.BitMatrix(size);
  for (const [x, y, width] of runs) for (let at = 0; at < width; ++at) modules.set(x - x0 + at, y - y0);
  return new decoder.default().decodeBitMatrix(modules).getText();
}
