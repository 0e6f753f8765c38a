// An SVG file as pixels.

// What browsers take of one canvas, on a side and in all.
const MOST_SIDE = 16_000;
const MOST_PIXELS = 120_000_000;

/** As sharp as asked, or as a canvas can be. @param {number} width @param {number} height @param {number} wanted */
export const scaleFor = (width, height, wanted) => Math.min(wanted, MOST_SIDE / Math.max(width, height), Math.sqrt(MOST_PIXELS / (width * height)));

/** @param {string} svg the whole file @param {{w: number, h: number}} box @param {number} scale @returns {Promise<Blob>} */
export async function pngOf(svg, { w, h }, scale) {
  const image = new Image();
  image.width = w;
  image.height = h;
  // The page's policy allows pictures from data: addresses, not from blob: ones.
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
  await image.decode();
  const sharp = scaleFor(w, h, scale);
  const canvas = new OffscreenCanvas(Math.ceil(w * sharp), Math.ceil(h * sharp));
  const context = /** @type {OffscreenCanvasRenderingContext2D} */ (canvas.getContext("2d"));
  context.drawImage(image, 0, 0, canvas.width, canvas.height);
  return canvas.convertToBlob({ type: "image/png" });
}
