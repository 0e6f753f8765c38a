// Gets a page going again where one of its files did not come: on the engine's own host a browser drops whatever it is loading when a
// bridge comes or goes (ERR_NETWORK_CHANGED), and a module that failed once stays failed until the page is loaded anew. No module itself,
// and in the page twice (the second time as "?again"): one of the two comes.

(() => {
  const STORED = "netviz.reloads";
  const MOST = 6;
  const FIRST_DELAY_MS = 250;
  const FORGOTTEN_MS = 60_000;
  const own = /** @type {HTMLScriptElement} */ (document.currentScript);
  const page = /** @type {{netvizBoot?: boolean}} */ (globalThis);
  if (page.netvizBoot) return;
  page.netvizBoot = true;
  let recovering = false;

  /** How often this page was loaded again in the last minute. @returns {{count: number, since: number}} */
  function past() {
    try {
      const stored = JSON.parse(sessionStorage.getItem(STORED) ?? "null");
      if (stored?.since > Date.now() - FORGOTTEN_MS) return stored;
    } catch {
      // Storage can be forbidden: then each load is the first.
    }
    return { count: 0, since: Date.now() };
  }

  /** @param {{count: number, since: number} | null} value */
  function keep(value) {
    try {
      if (value) sessionStorage.setItem(STORED, JSON.stringify(value));
      else sessionStorage.removeItem(STORED);
    } catch {
      // As above.
    }
  }

  async function recover() {
    if (recovering) return;
    recovering = true;
    const { count, since } = past();
    if (count >= MOST) return giveUp();
    keep({ count: count + 1, since });
    for (let wait = FIRST_DELAY_MS * 2 ** count; ; wait = Math.min(wait * 2, 8000)) {
      await new Promise((done) => setTimeout(done, wait));
      if (await answers()) return location.reload();
    }
  }

  const answers = () => fetch(own.src, { cache: "no-store" }).then((response) => response.ok, () => false);

  function giveUp() {
    const notice = document.getElementById("not-loaded");
    if (notice) notice.hidden = false;
    else addEventListener("DOMContentLoaded", giveUp, { once: true });
  }

  // A module's element is told when any of the modules that it imports did not come, too.
  addEventListener("error", (event) => {
    const failed = event.target;
    if (failed instanceof HTMLScriptElement || (failed instanceof HTMLLinkElement && failed.rel === "stylesheet")) recover();
  }, { capture: true });
  addEventListener("load", () => !recovering && keep(null));
  if (own.src.endsWith("?again")) recover();
})();
