// The keys of the map's page, wherever the focus is but in a field: Escape, F, C, D and Ctrl+Z.

import { leave } from "./menu.js";

/** @typedef {import("../inspector.js").Selection} Selection */

/**
 * @param {{told: ReturnType<typeof import("./told.js").createTold>, ask: ReturnType<typeof import("./ask.js").createAsk>, looking: ReturnType<typeof import("./looking.js").createLooking>,
 *   selection: () => Selection | null, pointedAt: () => Selection | null, nearOf: (wanted: Selection) => Element, select: (wanted: Selection | null) => void, doing: () => import("./menu.js").Doing}} given
 *   `pointedAt`: what a key is about; `nearOf`: beside what a question about it is asked
 */
export function listenToKeys({ told, ask, looking, selection, pointedAt, nearOf, select, doing }) {
  document.addEventListener("keydown", (event) => {
    const typing = event.target instanceof HTMLElement && event.target.matches("input, textarea, select");
    if (!typing && (event.ctrlKey || event.metaKey) && event.key === "z" && told.undo()) return event.preventDefault();
    if (typing || event.ctrlKey || event.metaKey || event.altKey) return undefined;
    if (event.key === "Escape") return back();
    const act = ask.isOpen() ? undefined : ACTS[event.key === "Delete" ? "d" : event.key.toLowerCase()];
    const wanted = act && pointedAt();
    if (wanted) act(event, wanted);
    return undefined;
  });

  function back() {
    if (selection()) select(null);
    else if (looking.place.focus) looking.focusOn(null);
  }

  /** @type {Record<string, ((event: KeyboardEvent, wanted: Selection) => void) | undefined>} */
  const ACTS = {
    f: (_, wanted) => {
      if (wanted.kind === "container" || wanted.kind === "network") looking.focusOn(/** @type {any} */ (wanted));
    },
    d: (event, wanted) => {
      if (event.defaultPrevented) return;
      leave(wanted, nearOf(wanted), doing(), ask.menu);
      if (ask.isOpen()) event.preventDefault();
    },
    c: (event, wanted) => {
      event.preventDefault();
      select(wanted);
      doing().connect(wanted, nearOf(wanted));
    },
  };
}
