// What must be moved so that a row of elements gets another order: as few as can be. Pure.

/**
 * @param {readonly number[]} places where each of the new row stood before; -1: it is new
 * @returns {boolean[]} which of them stay where they are: as many as can, in the order in which they are
 */
export function stayers(places) {
  if (isRising(places)) return places.map((place) => place >= 0);
  // The longest rising part, by patience: `tails[n]` is the index of the least place that a part of n + 1 ends with.
  /** @type {number[]} */
  const tails = [];
  const before = new Int32Array(places.length).fill(-1);
  places.forEach((place, index) => {
    if (place < 0) return;
    const length = firstNotBelow(tails, places, place);
    if (length) before[index] = tails[length - 1];
    tails[length] = index;
  });
  const stay = places.map(() => false);
  for (let index = tails.at(-1) ?? -1; index >= 0; index = before[index]) stay[index] = true;
  return stay;
}

/** @param {readonly number[]} places */
function isRising(places) {
  let last = -1;
  for (const place of places) {
    if (place < 0) continue;
    if (place < last) return false;
    last = place;
  }
  return true;
}

/** @param {readonly number[]} tails @param {readonly number[]} places @param {number} place */
function firstNotBelow(tails, places, place) {
  let [low, high] = [0, tails.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (places[tails[middle]] < place) low = middle + 1;
    else high = middle;
  }
  return low;
}
