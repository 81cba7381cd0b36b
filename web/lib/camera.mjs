// A film of a QR code for Chromium's make-believe camera.
import { writeFileSync } from 'node:fs';
import zxing from '@zxing/library';

const width = 640;
const height = 480;
const cell = 10;

/// Writes a .y4m film that shows the text as a QR code. For `--use-file-for-fake-video-capture`.
export function filmOf(text, file) {
  const code = zxing.QRCodeEncoder.encode(text, zxing.QRCodeDecoderErrorCorrectionLevel.M).getMatrix();
  const luma = Buffer.alloc(width * height, 235);
  const left = Math.floor((width - code.getWidth() * cell) / 2);
  const top = Math.floor((height - code.getHeight() * cell) / 2);
  for (let y = 0; y < code.getHeight() * cell; ++y) {
    for (let x = 0; x < code.getWidth() * cell; ++x) {
      if (code.get(Math.floor(x / cell), Math.floor(y / cell))) luma[(top + y) * width + left + x] = 16;
    }
  }
  const frame = Buffer.concat([Buffer.from('FRAME\n'), luma, Buffer.alloc(width * height / 2, 128)]);
  writeFileSync(file, Buffer.concat([Buffer.from(`YUV4MPEG2 W${width} H${height} F10:1 Ip A1:1 C420\n`), ...Array(10).fill(frame)]));
}
