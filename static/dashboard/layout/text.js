// How wide a text is, and how to make it fit. The browser measures with a canvas; without one (Node) widths are estimated.

/** The faces that the map uses: size in px, weight, and whether it is the monospaced face. */
export const FACES = {
  name: { size: 13, weight: 700, mono: false },
  card: { size: 12, weight: 600, mono: false },
  small: { size: 10.5, weight: 400, mono: false },
  badge: { size: 10, weight: 500, mono: false },
  address: { size: 10.5, weight: 400, mono: true },
  subnet: { size: 11.5, weight: 400, mono: true },
  pin: { size: 10, weight: 400, mono: true },
  lane: { size: 11, weight: 600, mono: false },
  pill: { size: 11, weight: 500, mono: false },
};
/** @typedef {keyof typeof FACES} Face */
/** @typedef {(text: string, face: Face) => number} Measure */

// Wide on purpose: what fits here fits in a browser too.
const WIDE = /[\u1100-\u11ff\u2e80-\ua4cf\uac00-\ud7af\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\u{1f000}-\u{1faff}\u{20000}-\u{3ffff}]/u;
const THIN = /[iljtfr.,:;'|!()[\] ]/;

/** @type {Measure} */
export function estimate(text, face) {
  const { size, weight, mono } = FACES[face];
  let ems = 0;
  for (const character of text) ems += WIDE.test(character) ? 1 : mono ? 0.605 : THIN.test(character) ? 0.36 : 0.62;
  return ems * size * (weight >= 600 && !mono ? 1.06 : 1);
}

/**
 * A text without what would break the line or reorder it: control and bidirectional characters are shown as a dot.
 * @param {string | null | undefined} text
 */
export function literal(text) {
  return (text ?? "").replace(/[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/g, "·");
}

/**
 * The text, shortened in the middle until it is at most `width` wide.
 * @param {string} text @param {number} width @param {Face} face @param {Measure} measure
 */
export function shorten(text, width, face, measure) {
  if (measure(text, face) <= width) return text;
  const letters = [...text];
  let low = 1;
  let high = Math.min(letters.length - 1, 200);
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (measure(around(letters, middle), face) <= width) low = middle;
    else high = middle - 1;
  }
  return around(letters, low);
}

/** Two lines at most, broken at the space nearest to the middle. @param {string} words @returns {string[]} */
export function wrapWords(words) {
  const half = words.length / 2;
  const spaces = [...words.matchAll(/ /g)].map((match) => match.index ?? 0).sort((a, b) => Math.abs(a - half) - Math.abs(b - half));
  return spaces.length ? [words.slice(0, spaces[0]), words.slice(spaces[0] + 1)] : [words];
}

/** @param {string[]} letters @param {number} count how many to keep */
function around(letters, count) {
  const front = Math.ceil(count * 0.5);
  const back = count - front;
  return letters.slice(0, front).join("") + "…" + (back ? letters.slice(-back).join("") : "");
}
