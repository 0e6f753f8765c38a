// Puts a floating part beside what it is about, inside the window.

const GAP_PX = 6;
const EDGE_PX = 8;

/**
 * Below it, else above it; with `above`, the other way round.
 * @param {HTMLElement} element fixed in the window, perhaps drawn larger (`zoom`) than it says @param {DOMRect} near @param {{above?: boolean, top?: number}} [how] `top`: what is above this is covered
 */
export function putBeside(element, near, { above = false, top = EDGE_PX } = {}) {
  const zoom = /** @type {any} */ (element).currentCSSZoom ?? 1;
  const own = element.getBoundingClientRect();
  const left = Math.min(Math.max(EDGE_PX, near.left), innerWidth - own.width - EDGE_PX);
  const [over, under] = [near.top - own.height - GAP_PX, near.bottom + GAP_PX];
  const [fitsOver, fitsUnder] = [over > top, under + own.height < innerHeight - EDGE_PX];
  const at = above ? (fitsOver ? over : under) : fitsUnder ? under : Math.max(top, over);
  element.style.left = `${left / zoom}px`;
  element.style.top = `${at / zoom}px`;
}
