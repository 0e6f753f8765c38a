// Which rows and columns are in the page: those in view, and the one that has the focus. The virtualiser library keeps the account.

import { Virtualizer, elementScroll, observeElementOffset, observeElementRect } from "../../vendor/virtual.js";

/** @typedef {{index: number, start: number, size: number}} Place in px from the scrolled content's edge */

/**
 * What is in the page comes and goes so many at a time: most frames of a scroll then only move what is there, and no frame has much to draw.
 */
const STRIDE = 4;

/**
 * The indexes to be in the page: those in view and `overscan` more on both sides, out to whole strides.
 * @param {{startIndex: number, endIndex: number, overscan: number, count: number}} range @returns {number[]}
 */
export function strides({ startIndex, endIndex, overscan, count }) {
  const first = Math.floor(Math.max(0, startIndex - overscan) / STRIDE) * STRIDE;
  const end = Math.min(count, Math.ceil((endIndex + overscan + 1) / STRIDE) * STRIDE);
  return Array.from({ length: Math.max(0, end - first) }, (_, nth) => first + nth);
}

/**
 * @param {HTMLElement} scroll
 * @param {{horizontal: boolean, overscan: number, kept: () => number, onChange: () => void}} given `kept`: the index that stays in the page wherever it is
 */
export function createAxis(scroll, { horizontal, overscan, kept, onChange }) {
  const options = {
    count: 0, horizontal, overscan, rangeExtractor: strides, paddingStart: 0, scrollPaddingStart: 0,
    estimateSize: (/** @type {number} */ _index) => 1,
    getScrollElement: () => scroll,
    scrollToFn: elementScroll, observeElementRect, observeElementOffset,
    onChange: () => setting || onChange(),
  };
  let setting = false;
  const axis = new Virtualizer(options);
  axis._didMount();
  axis._willUpdate();

  return {
    /** @param {number} count @param {(index: number) => number} sizeOf px @param {number} before px of the sticky head, which covers what is under it */
    set(count, sizeOf, before) {
      setting = true;
      Object.assign(options, { count, estimateSize: sizeOf, paddingStart: before, scrollPaddingStart: before });
      axis.setOptions(options);
      axis._willUpdate();
      axis.measure();
      setting = false;
    },
    /** @returns {Place[]} in their order, but for the kept one, which is the last where it is out of view */
    places() {
      const inView = axis.getVirtualItems();
      const index = kept();
      const far = index >= 0 && index < options.count && !inView.some((/** @type {Place} */ place) => place.index === index);
      return far ? [...inView, axis.measurementsCache[index]] : inView;
    },
    total: () => axis.getTotalSize(),
    /** Brings one into view, with the least movement. @param {number} index */
    reveal(index) {
      if (index >= 0) axis.scrollToIndex(index, { align: "auto" });
      else axis.scrollToOffset(0);
    },
  };
}

/**
 * Gives each index an element to be drawn in, so that one that stays in view keeps its own and those that leave are used again.
 * @param {Map<number, number>} before index -> slot @param {number[]} indexes @returns {Map<number, number>}
 */
export function slots(before, indexes) {
  const wanted = new Set(indexes);
  const kept = new Map([...before].filter(([index]) => wanted.has(index)));
  const taken = new Set(kept.values());
  let next = 0;
  for (const index of indexes) {
    if (kept.has(index)) continue;
    while (taken.has(next)) next += 1;
    taken.add(next);
    kept.set(index, next);
  }
  return kept;
}
