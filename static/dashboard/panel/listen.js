// Mouse and keyboard on the grid, as in a spreadsheet.

import { moved, moves, whole } from "./cursor.js";
import { begins } from "./typed.js";

/** @typedef {import("./cursor.js").Place} Place */

/** What a key selects whole, as in a spreadsheet. @param {KeyboardEvent} event @returns {"row" | "column" | "all" | null} */
function wholes(event) {
  const far = event.ctrlKey || event.metaKey;
  if (far && event.key.toLowerCase() === "a") return "all";
  if (event.key !== " ") return null;
  return event.shiftKey ? (far ? "all" : "row") : far ? "column" : null;
}

/**
 * @param {HTMLElement} scroll
 * @param {{placeOf: (target: EventTarget | null) => Place | null, cursor: () => Place, size: () => import("./cursor.js").Size, isEditing: () => boolean,
 *   onto: (place: Place) => boolean, together: () => boolean, go: (place: Place, range?: boolean) => void, arrive: (place: Place | null) => void,
 *   press: (place: Place, together: boolean) => void, enter: () => void, stage: () => void, remove: () => void, select: (from: Place, to: Place) => void, edit: (first: string | null) => void, escape: () => void}} given
 *   `onto`: whether a range can reach there; `together`: whether a press stages; `arrive`: the focus came there
 */
export function listen(scroll, given) {
  scroll.addEventListener("click", (event) => {
    const place = given.placeOf(event.target);
    if (!place || given.isEditing()) return;
    const range = event.shiftKey && given.onto(place);
    given.go(place, range);
    if (range) return;
    if (event.ctrlKey || event.metaKey) given.stage();
    else given.press(place, given.together());
  });
  // Shift and a press extend the range, and select no text.
  scroll.addEventListener("mousedown", (event) => event.shiftKey && event.preventDefault());
  scroll.addEventListener("focusin", (event) => given.arrive(given.placeOf(event.target)));
  scroll.addEventListener("keydown", (event) => {
    if (event.altKey || given.isEditing() || !given.placeOf(event.target) || !key(event)) return;
    event.preventDefault();
    event.stopPropagation();
  });

  /** @param {KeyboardEvent} event @returns {boolean} whether the key means something here */
  function key(event) {
    const far = event.ctrlKey || event.metaKey;
    const wanted = wholes(event);
    if (moves(event.key)) given.go(moved(given.cursor(), event.key, far, given.size()), event.shiftKey);
    else if (wanted) given.select(...whole(given.cursor(), given.size(), wanted));
    else if (far) return false;
    else if (event.key === "Enter") given.enter();
    else if (event.key === " ") given.stage();
    else if (event.key === "Escape") given.escape();
    else if (event.key === "Delete" || event.key === "Backspace") given.remove();
    else if (event.key === "F2") given.edit(null);
    else if (begins(event.key)) given.edit(event.key);
    else return false;
    return true;
  }
}
