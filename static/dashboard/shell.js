// What every page's frame does: the live connection and its mark, theme, search key, command palette, menus that close.

import { copyFrom } from "./copy.js";
import { csrfHeaders } from "./csrf.js";
import { ago, clock, fill, gettext, ngettext } from "./i18n.js";
import { live } from "./live.js";
import { isOld, keepStanding } from "./standing.js";

// The theme is the user's own, on every device.
for (const choice of /** @type {NodeListOf<HTMLButtonElement>} */ (document.querySelectorAll("[data-choose-theme]"))) {
  choice.addEventListener("click", () => {
    const theme = choice.dataset.chooseTheme ?? "system";
    document.documentElement.dataset.theme = theme;
    for (const other of document.querySelectorAll("[data-choose-theme]")) other.setAttribute("aria-pressed", String(other === choice));
    document.dispatchEvent(new CustomEvent("netviz:theme"));
    fetch("/preferences/", { method: "POST", headers: csrfHeaders(), body: new URLSearchParams({ theme }) });
    choice.closest("details")?.removeAttribute("open");
  });
}

// What is shown once only is copied by a press: a token, a link.
for (const button of /** @type {NodeListOf<HTMLButtonElement>} */ (document.querySelectorAll("[data-copy]"))) {
  button.addEventListener("click", (event) => copyFrom(event, document.getElementById(button.dataset.copy ?? "")?.textContent ?? ""));
}

async function openPalette() {
  const { toggle } = await import("./palette.js");
  await toggle();
}
document.getElementById("palette")?.addEventListener("click", openPalette);

document.addEventListener("keydown", (event) => {
  const typing = event.target instanceof HTMLElement && event.target.matches("input, textarea, select, [contenteditable]");
  if (event.key === "k" && (event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey) {
    event.preventDefault();
    openPalette();
  }
  if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey) {
    event.preventDefault();
    document.getElementById("search")?.focus();
  }
});

// A menu closes on a press elsewhere and on Escape, and gives the focus back.
document.addEventListener("pointerdown", (event) => {
  for (const menu of openMenus()) if (!menu.contains(/** @type {Node} */ (event.target))) menu.removeAttribute("open");
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of openMenus()) {
    // It closed a menu, and nothing else.
    event.stopPropagation();
    menu.removeAttribute("open");
    if (menu.contains(document.activeElement)) menu.querySelector("summary")?.focus();
  }
});
const openMenus = () => document.querySelectorAll("details.menu[open]");

/** @type {Record<string, () => string>} */
const STANDINGS = { live: () => gettext("live"), "catching-up": () => gettext("catching up"), lost: () => gettext("connection lost") };
const chip = document.getElementById("engines");
const banner = document.getElementById("standing");
/** @type {Map<string, import("./types.js").Engine>} */
const engines = new Map(JSON.parse(document.getElementById("engine-rows")?.textContent ?? "[]").map((/** @type {any} */ row) => [row.name, row]));

/** What the chip says, as showEngines last wrote it. */
let told = "";

/** The engines' chip: how they are, and whether this page still hears of it. */
function showEngines() {
  const mark = chip?.querySelector(".chip");
  if (!mark) return;
  const rows = [...engines.values()];
  const away = rows.filter((row) => row.state === "unreachable");
  const standing = document.body.dataset.live ?? "lost";
  const tone = `dot ${!rows.length ? "off" : away.length ? "bad" : standing === "live" && !isOld(banner) && rows.every((row) => row.state === "live") ? "" : "warn"}`;
  const name = rows.length === 1 ? nameOf(rows[0]) : rows.length ? howMany(rows.length, standing === "live" ? away.length : 0) : gettext("No engine");
  const state = standing === "live" && away.length ? fill(gettext("unreachable for %(time)s"), { time: ago(away[0].since) }) : standing === "live" && isOld(banner) ? gettext("old") : STANDINGS[standing]?.() ?? standing;
  const title = away.map((row) => `${row.name}: ${row.reason ?? ""} (${clock(row.since)})`).join("\n");
  // Asked at every change, and nearly always the same.
  const all = JSON.stringify([tone, name, state, title]);
  if (told === all) return;
  told = all;
  mark.replaceChildren(part("i", tone), part("span", "engine-name", name), part("span", "quiet", state));
  mark.setAttribute("title", title);
}

/** @param {string} tag @param {string} name @param {string} [words] */
function part(tag, name, words = "") {
  const element = document.createElement(tag);
  element.className = name;
  element.textContent = words;
  return element;
}

/** Several engines, and how many of them it is that the words beside speak of. @param {number} count @param {number} away */
function howMany(count, away) {
  return away ? fill(gettext("%(away)s of %(count)s engines"), { away, count }) : fill(ngettext("%(count)s engine", "%(count)s engines", count), { count });
}

/** @param {import("./types.js").Engine} row */
function nameOf(row) {
  const product = row.product === "podman" ? "Podman" : "Docker";
  return [row.host_name || row.name, row.version ? `${product} ${row.version.split(".").slice(0, 2).join(".")}` : ""].filter(Boolean).join(" · ");
}

live.subscribe(({ state, changes, whole }) => {
  if (whole) {
    engines.clear();
    for (const row of state.tables.engine.values()) engines.set(row.name, row);
  }
  for (const change of changes) {
    if (change.kind === "engine" && change.op === "remove") engines.delete(change.id);
    else if (change.kind === "engine") engines.set(change.id, change.data);
  }
  showEngines();
});
live.on("standing", showEngines);
showEngines();
keepStanding(banner, showEngines);
live.start();
