/// The camera and the reader; fetched only when somebody scans. The browser's own reader is used where there is one.
import { BrowserMultiFormatReader } from '@zxing/browser';

interface Detector { detect(source: HTMLVideoElement): Promise<{ rawValue: string }[]>; }
declare const BarcodeDetector: { new (): Detector } | undefined;

const camera: MediaStreamConstraints = { video: { facingMode: 'environment', width: { ideal: 1280 } } };

async function read_natively(video: HTMLVideoElement, found: (code: string) => void, detector: Detector): Promise<() => void> {
  const stream = await navigator.mediaDevices.getUserMedia(camera);
  video.srcObject = stream;
  await video.play();
  const timer = setInterval(async () => {
    const [code] = await detector.detect(video).catch(() => []);
    if (code) found(code.rawValue);
  }, 150);
  return () => {
    clearInterval(timer);
    stream.getTracks().forEach((track) => track.stop());
  };
}

/// Calls `found` with the first code seen. Answers a function that ends the reading. Throws if there is no camera.
export async function read_codes(video: HTMLVideoElement, found: (code: string) => void): Promise<() => void> {
  let done = false;
  const once = (code: string) => {
    if (done) return;
    done = true;
    found(code);
  };
  if (typeof BarcodeDetector !== 'undefined') return read_natively(video, once, new BarcodeDetector());
  const controls = await new BrowserMultiFormatReader().decodeFromConstraints(camera, video, (result) => {
    if (result) once(result.getText());
  });
  return () => controls.stop();
}
