// The colours that the networks have on the map, in the tables too: worked out as the map does, from the same snapshot. The page is there
// before it; a chip is grey until then.

import { live } from "./live.js";
import { networkColours } from "./panel/colours.js";

// Networks come in bursts (`compose up`): what they look like is asked for once they are all there.
const SETTLES_MS = 400;

/** @param {Document} page */
export function colourNetworks(page) {
  const chips = () => /** @type {NodeListOf<HTMLElement>} */ (page.querySelectorAll("[data-chip]"));
  if (!page.getElementById("live")) return;
  /** @type {Map<string, number>} */
  let colours = new Map();
  let timer = 0;

  function paint() {
    for (const chip of chips()) {
      const colour = colours.get(chip.dataset.chip ?? "");
      chip.className = colour === undefined ? "net-chip" : `net-chip c${colour}`;
    }
  }

  async function ask() {
    timer = 0;
    if (!chips().length) return;
    const answer = await fetch("/api/v1/topology?view=map").catch(() => null);
    if (!answer?.ok) return;
    colours = networkColours(await answer.json(), new Set());
    paint();
  }

  function soon() {
    timer ||= window.setTimeout(ask, SETTLES_MS);
  }

  // Which networks are neighbours, and so may not look alike, follows from who is connected to what.
  live.subscribe(({ changes, whole }) => (whole || changes.some((change) => ["network", "endpoint"].includes(change.kind))) && soon());
  page.addEventListener("htmx:afterSwap", () => (colours.size ? paint() : soon()));
  ask();
}
