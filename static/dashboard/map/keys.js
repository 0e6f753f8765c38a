// The map by keyboard: arrows go to the nearest control in their direction.

/** @typedef {{x: number, y: number}} Point */

const ARROWS = /** @type {Record<string, Point>} */ ({ ArrowLeft: { x: -1, y: 0 }, ArrowRight: { x: 1, y: 0 }, ArrowUp: { x: 0, y: -1 }, ArrowDown: { x: 0, y: 1 } });

/** @param {string} key */
export const isArrow = (key) => key in ARROWS;

/**
 * The item to go to from one place, or null at the edge. What lies straight ahead is nearer than what lies aside.
 * @template {{x: number, y: number, w: number, h: number}} T
 * @param {T} from @param {T[]} all @param {string} key @returns {T | null}
 */
export function nearest(from, all, key) {
  const way = ARROWS[key];
  const start = middle(from);
  /** @type {T | null} */
  let best = null;
  let least = Infinity;
  for (const item of all) {
    const to = middle(item);
    const ahead = (to.x - start.x) * way.x + (to.y - start.y) * way.y;
    const aside = Math.abs((to.x - start.x) * way.y) + Math.abs((to.y - start.y) * way.x);
    if (item === from || ahead < 3) continue;
    const distance = ahead + 2.5 * aside;
    if (distance < least) [best, least] = [item, distance];
  }
  return best;
}

/** @param {{x: number, y: number, w: number, h: number}} item @returns {Point} */
const middle = (item) => ({ x: item.x + item.w / 2, y: item.y + item.h / 2 });
