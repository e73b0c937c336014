/** Looks for a QR code through the machine's camera, which is on only while its screen is shown. */

const DECODER = "./vendor/zxing-wasm/es/reader/index.js";
const WASM = new URL("./vendor/zxing-wasm/zxing_reader.wasm", import.meta.url).href;
const EVERY_MS = 120;
/** Wide enough for the modules of a booking's code, small enough for an old machine. */
const WIDEST = 960;

/** Whether this page may use a camera at all, and there is one. Nothing is turned on to find out. */
export async function hasCamera() {
  if (!navigator.mediaDevices?.getUserMedia) return false;
  try {
    const devices = await navigator.mediaDevices.enumerateDevices();
    return devices.some((device) => device.kind === "videoinput");
  } catch (error) {
    console.info("cameras cannot be counted", error);
    return false;
  }
}

/**
 * @param {{found: (text: string) => void, blind: () => void}} tells blind: the camera does not open
 * @returns {(video: HTMLVideoElement | null) => void} turns the camera on for a picture on the screen, and
 *   off when there is none
 */
export function cameraFor(tells) {
  /** @type {(() => void) | null} */
  let stop = null;
  /** @type {HTMLVideoElement | null} */
  let shown = null;
  return (video) => {
    if (video === shown) return;
    stop?.();
    shown = video;
    stop = video && looking(video, tells);
  };
}

/** @param {HTMLVideoElement} video @param {{found: (text: string) => void, blind: () => void}} tells */
function looking(video, tells) {
  const ending = new AbortController();
  look(video, tells.found, ending.signal).catch((error) => {
    console.info("camera does not open", error);
    if (!ending.signal.aborted) tells.blind();
  });
  return () => ending.abort();
}

/** @param {HTMLVideoElement} video @param {(text: string) => void} found @param {AbortSignal} ending */
async function look(video, found, ending) {
  const stream = await navigator.mediaDevices.getUserMedia({ video: { width: { ideal: 1280 } } });
  ending.addEventListener("abort", () => turnOff(stream, video));
  if (ending.aborted) return turnOff(stream, video);
  video.srcObject = stream;
  await video.play();
  const { read } = await decoder();
  while (!ending.aborted) {
    const text = await read(pictureOf(video));
    if (text && !ending.aborted) found(text);
    await new Promise((go) => window.setTimeout(go, EVERY_MS));
  }
}

/** @param {MediaStream} stream @param {HTMLVideoElement} video */
function turnOff(stream, video) {
  for (const track of stream.getTracks()) track.stop();
  video.srcObject = null;
}

/** @type {Promise<{read: (picture: ImageData) => Promise<string>}> | null} */
let loaded = null;

/** A megabyte that most machines never need: fetched at the first touch, and kept. */
function decoder() {
  loaded ??= import(DECODER).then(({ prepareZXingModule, readBarcodes }) => {
    prepareZXingModule({ overrides: { locateFile: () => WASM } });
    const wanted = { formats: ["QRCode"], maxNumberOfSymbols: 1 };
    return { read: async (/** @type {ImageData} */ picture) => (await readBarcodes(picture, wanted))[0]?.text ?? "" };
  });
  loaded.catch(() => {
    loaded = null; // the next touch tries again
  });
  return loaded;
}

const canvas = document.createElement("canvas");

/** @param {HTMLVideoElement} video */
function pictureOf(video) {
  const scale = Math.min(1, WIDEST / video.videoWidth);
  canvas.width = Math.max(1, Math.round(video.videoWidth * scale));
  canvas.height = Math.max(1, Math.round(video.videoHeight * scale));
  const brush = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d", { willReadFrequently: true }));
  brush.drawImage(video, 0, 0, canvas.width, canvas.height);
  return brush.getImageData(0, 0, canvas.width, canvas.height);
}
