// The newest changes of one object. The server words them, in the user's language, as the object's own page does.

import { html } from "../../vendor/lit.js";
import { gettext } from "../i18n.js";
import { section } from "./parts.js";

const SETTLE_MS = 250;

/** Asked for when an object is first shown, and again when something about it has changed. */
export function createHistory() {
  /** @type {Map<string, Element>} */
  const places = new Map();
  /** @type {Map<string, string>} what of the object each place shows */
  const shown = new Map();

  /** @param {string} kind @param {{engine: string, id: string}} object @param {number} revision of the page: it moves with every change @param {boolean} [all] many, not the newest few */
  function view(kind, object, revision, all = false) {
    const key = `${kind} ${object.engine} ${object.id} ${all}`;
    const place = places.get(key) ?? make(key);
    const about = `${JSON.stringify(object)} ${revision}`;
    if (shown.get(key) !== about) {
      shown.set(key, about);
      setTimeout(() => shown.get(key) === about && load(place, kind, object, all), places.size > 1 || place.childElementCount ? SETTLE_MS : 0);
    }
    return html`${section(all ? gettext("What happened to it") : gettext("Recent changes"))}${place}`;
  }

  /** @param {string} key */
  function make(key) {
    places.clear();
    shown.clear();
    const place = document.createElement("div");
    places.set(key, place);
    return place;
  }

  return { view };
}

/** @param {Element} place @param {string} kind @param {{engine: string, id: string}} object @param {boolean} all */
async function load(place, kind, object, all) {
  const query = new URLSearchParams({ kind, engine: object.engine, id: object.id, ...(all ? { all: "1" } : {}) });
  try {
    const response = await fetch(`/map/history/?${query}`);
    // The server escapes what engines report; the policy of the page forbids scripts in it.
    if (response.status === 404) place.textContent = gettext("None are known.");
    else if (response.ok) place.innerHTML = await response.text();
    else place.textContent = gettext("The changes could not be read.");
  } catch {
    place.textContent = gettext("The changes could not be read.");
  }
}
