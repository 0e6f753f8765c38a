// What a picture is made of, kept for the next one: a part that follows from the very same things is the very same part. So a change costs
// what it changes, and who draws can tell by identity what is as it was.
//
// The things are compared by identity: whoever changes a row of the snapshot puts another object in its place, as the store does.

/** @typedef {{from: readonly unknown[], made: any}} Part */
/** @typedef {ReadonlyMap<string, Part>} Parts */
/** @typedef {<T>(key: string, from: readonly unknown[], make: (before: T | undefined) => T) => T} Reuse `key`: which part; `from`: all that it follows from; `make` makes it from nothing else; `before`, which it was, only spares work */
/** @typedef {{made: any, parts: Parts}} Whole what is made of parts of its own, which last as long as it does */

/** @param {Parts | null | undefined} before @returns {{reuse: Reuse, parts: Map<string, Part>}} `parts`: those asked for, for the next picture */
export function createParts(before) {
  /** @type {Map<string, Part>} */
  const parts = new Map();
  return {
    parts,
    reuse(key, from, make) {
      // Within one picture a part can be asked for more than once, of other things each time: as widths are tried.
      const known = parts.get(key) ?? before?.get(key);
      const part = known && same(known.from, from) ? known : { from, made: make(known?.made) };
      parts.set(key, part);
      return part.made;
    },
  };
}

/** Makes every part, as for a first picture. @type {Reuse} */
export const anew = (key, from, make) => make(undefined);

/**
 * A part of many parts: while it stays the same none of them is asked for, and all of them are there when it no longer does.
 * @template T @param {Reuse} reuse @param {string} key @param {readonly unknown[]} from @param {(reuse: Reuse) => T} make @returns {T}
 */
export function reuseWhole(reuse, key, from, make) {
  /** @param {Whole | undefined} before @returns {Whole} */
  const makeWhole = (before) => {
    const own = createParts(before?.parts);
    return { made: make(own.reuse), parts: own.parts };
  };
  return reuse(key, from, makeWhole).made;
}

/** @param {readonly unknown[]} some @param {readonly unknown[]} others */
function same(some, others) {
  if (some.length !== others.length) return false;
  for (let index = 0; index < some.length; index += 1) if (some[index] !== others[index]) return false;
  return true;
}
