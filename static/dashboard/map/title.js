// The line above the map: how much is on it, and which host, where there is one.

import { fill, gettext, ngettext } from "../i18n.js";
import { frameTitle } from "../layout/frame.js";

/** @param {HTMLElement} element @param {import("../store.js").State} state */
export function showTitle(element, state) {
  const { engine, container, network } = state.tables;
  const networks = countNetworks(network);
  const counts = [
    fill(ngettext("%(count)s container", "%(count)s containers", container.size), { count: container.size }),
    fill(ngettext("%(count)s network", "%(count)s networks", networks), { count: networks }),
  ];
  // With several hosts each frame has its own.
  const host = engine.size === 1 ? frameTitle([...engine.values()][0]) : "";
  const words = state.loaded ? [counts.join(", "), host].filter(Boolean).join(" · ") : gettext("Map");
  if (element.textContent === words) return;
  element.replaceChildren(...words.split(/(?= · )/).map(part));
  element.title = words;
}

/** A Swarm's network is one, on however many of its hosts it is. @param {ReadonlyMap<string, import("../types.js").Network>} networks by key */
export function countNetworks(networks) {
  return new Set([...networks].map(([key, { scope, id }]) => (scope === "swarm" ? id : key))).size;
}

/** What has no room is left out whole, from the end: map.css. @param {string} words */
function part(words) {
  const span = document.createElement("span");
  span.textContent = words;
  return span;
}
