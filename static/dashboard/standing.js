// Whether what the pages show is still the present: asked of the server, for an agent that has died cannot tell.

const ASK_EVERY_MS = 15_000;

/** Keeps the banner of a page that stays open. @param {HTMLElement | null} place with the banner's address in data-url */
export function keepStanding(place) {
  if (!place) return;
  setInterval(() => document.hidden || ask(place), ASK_EVERY_MS);
}

/** The same words stay as they are, so that a screen reader does not say them again. @param {HTMLElement} place */
async function ask(place) {
  try {
    const answer = await fetch(place.dataset.url ?? "", { headers: { Accept: "text/html" }, redirect: "error" });
    if (!answer.ok) return;
    const found = new DOMParser().parseFromString(await answer.text(), "text/html").body;
    if (found.textContent?.trim() !== place.textContent?.trim()) place.replaceChildren(...found.childNodes);
  } catch {
    // netviz itself is away: the mark in the top bar says so.
  }
}
