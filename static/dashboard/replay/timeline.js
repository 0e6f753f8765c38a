// The ticks of the time bar: added up by the server once, then one more for each change that comes live.

import { LENGTHS, lengthFor, spanOf, tickOf } from "./span.js";
import { latest, read } from "./moments.js";

/** @typedef {import("./span.js").Tick} Tick */
/** @typedef {import("./span.js").Length} Length */

const BUCKETS = 240;
// So many single ticks are worth adding up anew; the bar moves on this often by itself.
const MOST_FRESH = 300;
const MOVES_EVERY_MS = 5000;
const SHOWN_AT_MOST_EVERY_MS = 250;

/** @param {() => void} onChange */
export function createTimeline(onChange) {
  /** @type {Length} */
  let length = "1h";
  /** @type {number | null} */
  let earliest = null;
  /** @type {Tick[]} */
  let ticks = [];
  /** @type {Tick[]} */
  let fresh = [];
  let loaded = false;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let soon;

  const load = latest(async () => {
    const start = length === "all" ? "" : `&start=${encodeURIComponent(new Date(Date.now() - LENGTHS[length]).toISOString())}`;
    try {
      const found = await read(`timeline?buckets=${BUCKETS}${start}`);
      loaded = true;
      ticks = found.ticks;
      fresh = fresh.filter((tick) => tick.first > found.revision);
      // The server's times are finer than a browser's: rounded down, this one would lie before the journal.
      earliest = found.earliest === null ? null : Date.parse(found.earliest) + 1;
    } catch {
      // The bar goes without: the map itself says when the connection is lost, and the next change asks again.
      loaded = false;
    }
    onChange();
  });

  function shownSoon() {
    soon ??= setTimeout(() => {
      soon = undefined;
      onChange();
    }, SHOWN_AT_MOST_EVERY_MS);
  }

  setInterval(() => document.hidden || shownSoon(), MOVES_EVERY_MS);

  return {
    shown: () => ({ span: spanOf(length, earliest, Date.now()), ticks: [...ticks, ...fresh], length }),
    /** The first moment as far as it is known, milliseconds. */
    earliest: () => earliest,
    /** The first moment that the journal has, asked anew: it moves on as old changes go. @returns {Promise<number>} milliseconds */
    async first() {
      await load(undefined);
      if (earliest === null) throw new Error("the journal is empty");
      return earliest;
    },
    /** @param {Length} chosen */
    choose(chosen) {
      length = chosen;
      load(undefined);
    },
    /** Makes room for a moment that lies before what is shown. @param {number} time */
    reach(time) {
      const wanted = lengthFor(time, Date.now());
      const order = Object.keys(LENGTHS);
      if (order.indexOf(wanted) > order.indexOf(length)) this.choose(wanted);
    },
    /** @param {{changes: import("../store.js").Change[], whole: boolean}} update */
    hear({ changes, whole }) {
      fresh.push(...changes.map(tickOf));
      if (whole || !loaded || fresh.length > MOST_FRESH) load(undefined);
      else if (changes.length) shownSoon();
    },
  };
}
