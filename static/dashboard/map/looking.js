// Where a person looks: selection, search, filters, focus. Keeps them in the page's address, and says what the map is narrowed to.

import { announce } from "../announce.js";
import { find } from "../facts.js";
import { fill, gettext } from "../i18n.js";
import { literal } from "../layout/text.js";
import { createFilters, showNarrowed } from "./filters.js";
import { filtersAny, focused, litKeys } from "./narrow.js";
import { keepPlace, placeOf } from "./place.js";

/** @typedef {import("./place.js").Place} Place */
/** @typedef {import("./narrow.js").Focus} Focus */

/**
 * @param {{state: () => import("../store.js").State, menu: HTMLElement, line: HTMLElement, onLight: (keys: Set<string> | null) => void, onFocus: () => void,
 *   onBack: (place: Place) => void, putQuery: (query: string) => void}} given `onLight`: what is looked at; `onFocus`: the picture is another;
 *   `onBack`: the browser went back or on
 */
export function createLooking({ state, menu, line, onLight, onFocus, onBack, putQuery }) {
  let place = placeOf(new URL(location.href).searchParams);
  const filters = createFilters(menu, { onChange: (chosen) => go({ filters: chosen }) });
  const details = menu.closest("details");
  details?.addEventListener("toggle", () => details.open && filters.show(state(), place.filters));

  /** @param {Partial<Place>} change @param {boolean} [push] whether the back button undoes it */
  function go(change, push = true) {
    const before = place.focus;
    place = { ...place, ...change };
    keepPlace(place, push);
    refresh();
    if (before !== place.focus) onFocus();
  }

  function refresh() {
    const keys = litKeys(state(), place.query, place.filters);
    onLight(keys);
    const { focus } = place;
    const name = focus ? literal(find(state(), focus.kind, focus.engine, focus.id)?.name ?? focus.id.slice(0, 12)) : null;
    showNarrowed(line, { query: place.query, filters: place.filters, focusName: name, lit: keys && keys.size }, { query: clearQuery, filters: (chosen) => go({ filters: chosen }), focus: () => focusOn(null) });
    if (details?.open) filters.show(state(), place.filters);
    details?.toggleAttribute("data-on", filtersAny(place.filters));
  }

  function clearQuery() {
    putQuery("");
    go({ query: "" });
  }

  /** @param {Focus | null} focus the same again: no longer */
  function focusOn(focus) {
    const same = focus && place.focus && focus.kind === place.focus.kind && focus.engine === place.focus.engine && focus.id === place.focus.id;
    // A search has served when its hit is looked at closely; going back brings it again.
    if (focus && !same && place.query) putQuery("");
    go(focus && !same ? { focus, query: "" } : { focus: null });
    const name = place.focus && find(state(), place.focus.kind, place.focus.engine, place.focus.id)?.name;
    announce(name ? fill(gettext("Only %(name)s and its neighbours"), { name: literal(name) }) : gettext("The whole map"));
  }

  addEventListener("popstate", () => {
    const before = place.focus;
    place = placeOf(new URL(location.href).searchParams);
    putQuery(place.query);
    refresh();
    if (JSON.stringify(before) !== JSON.stringify(place.focus)) onFocus();
    onBack(place);
  });

  return {
    refresh,
    focusOn,
    get place() {
      return place;
    },
    /** @param {import("../inspector.js").Selection | null} selection */
    select: (selection) => go({ selection }),
    /** @param {string} tab */
    tab: (tab) => go({ tab }, false),
    /** @param {string} query as it is typed: no step for each letter */
    query: (query) => go({ query }, false),
    /** What is drawn of a snapshot. @param {import("../types.js").Snapshot} snapshot */
    drawn: (snapshot) => focused(snapshot, place.focus),
  };
}
