// Whether what the pages show is still the present: asked of the server, for an agent that has died cannot tell.

const ASK_EVERY_MS = 15_000;

/** Keeps the banner of a page that stays open. @param {HTMLElement | null} place with the banner's address in data-url @param {() => void} onChange */
export function keepStanding(place, onChange) {
  if (!place) return;
  // As the server says it: the page may write its times otherwise.
  let said = place.textContent?.trim();

  async function ask() {
    const found = await banner(place?.dataset.url ?? "");
    const words = found?.textContent?.trim();
    // The same words stay as they are, so that a screen reader does not say them again.
    if (!found || words === said) return;
    said = words;
    place?.replaceChildren(...found.childNodes);
    onChange();
  }
  setInterval(() => document.hidden || ask(), ASK_EVERY_MS);
}

/** Whether the banner says that what is shown is old. @param {HTMLElement | null} place */
export const isOld = (place) => Boolean(place?.childElementCount);

/** What stands at the banner's address; null where netviz itself is away, of which the mark in the top bar tells. @param {string} url */
async function banner(url) {
  const answer = await fetch(url, { headers: { Accept: "text/html" }, redirect: "error" }).catch(() => null);
  return answer?.ok ? new DOMParser().parseFromString(await answer.text(), "text/html").body : null;
}
