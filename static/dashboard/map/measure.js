// How wide texts really are in this browser: asked of a canvas once per text and face.

import { FACES } from "../layout/text.js";

const MOST = 20_000;

/** @returns {import("../layout/text.js").Measure} */
export function createMeasure() {
  const context = /** @type {CanvasRenderingContext2D} */ (document.createElement("canvas").getContext("2d"));
  const style = getComputedStyle(document.documentElement);
  const [sans, mono] = [style.getPropertyValue("--sans"), style.getPropertyValue("--mono")];
  /** @type {Map<string, number>} */
  const known = new Map();
  return (text, face) => {
    const key = `${face} ${text}`;
    const found = known.get(key);
    if (found !== undefined) return found;
    const { size, weight, mono: fixed } = FACES[face];
    context.font = `${weight} ${size}px ${fixed ? mono : sans}`;
    const { width } = context.measureText(text);
    if (known.size > MOST) known.clear();
    known.set(key, width);
    return width;
  };
}
