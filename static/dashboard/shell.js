// What every page's frame does: the live connection and its mark, theme, search key, menus that close.

import { csrfHeaders } from "./csrf.js";
import { ago, clock, fill, gettext, ngettext } from "./i18n.js";
import { live } from "./live.js";

const theme = document.getElementById("theme");
theme?.addEventListener("click", () => {
  const root = document.documentElement;
  const dark = matchMedia("(prefers-color-scheme: dark)").matches;
  const shown = ["light", "dark"].includes(root.dataset.theme ?? "") ? root.dataset.theme : dark ? "dark" : "light";
  root.dataset.theme = shown === "dark" ? "light" : "dark";
  fetch("/preferences/", { method: "POST", headers: csrfHeaders(), body: new URLSearchParams({ theme: root.dataset.theme }) });
});

document.addEventListener("keydown", (event) => {
  const typing = event.target instanceof HTMLElement && event.target.matches("input, textarea, select, [contenteditable]");
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
    menu.removeAttribute("open");
    if (menu.contains(document.activeElement)) menu.querySelector("summary")?.focus();
  }
});
const openMenus = () => document.querySelectorAll("details.menu[open]");

/** @type {Record<string, () => string>} */
const STANDINGS = { live: () => gettext("live"), "catching-up": () => gettext("catching up"), lost: () => gettext("connection lost") };
const chip = document.getElementById("engines");
/** @type {Map<string, import("./types.js").Engine>} */
const engines = new Map(JSON.parse(document.getElementById("engine-rows")?.textContent ?? "[]").map((/** @type {any} */ row) => [row.name, row]));

/** The engines' chip: how they are, and whether this page still hears of it. */
function showEngines() {
  const mark = chip?.querySelector(".chip");
  if (!mark) return;
  const rows = [...engines.values()];
  const away = rows.filter((row) => row.state === "unreachable");
  const standing = document.body.dataset.live ?? "lost";
  const dot = document.createElement("i");
  dot.className = `dot ${!rows.length ? "off" : away.length ? "bad" : standing === "live" && rows.every((row) => row.state === "live") ? "" : "warn"}`;
  const name = document.createElement("span");
  name.className = "engine-name";
  name.textContent = rows.length === 1 ? nameOf(rows[0]) : rows.length ? fill(ngettext("%(count)s engine", "%(count)s engines", rows.length), { count: rows.length }) : gettext("No engine");
  const state = document.createElement("span");
  state.className = "quiet";
  state.textContent = standing === "live" && away.length ? fill(gettext("unreachable for %(time)s"), { time: ago(away[0].since) }) : STANDINGS[standing]?.() ?? standing;
  mark.replaceChildren(dot, name, state);
  mark.setAttribute("title", away.map((row) => `${row.name}: ${row.reason ?? ""} (${clock(row.since)})`).join("\n"));
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
live.start();
