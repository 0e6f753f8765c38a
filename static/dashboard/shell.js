// What every page's frame does: theme, search key, menus that close.

/** The CSRF token, as htmx sends it too. */
export function csrfHeaders() {
  return JSON.parse(document.body.getAttribute("hx-headers") ?? "{}");
}

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
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    if (!menu.contains(/** @type {Node} */ (event.target))) menu.removeAttribute("open");
  }
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    menu.removeAttribute("open");
    if (menu.contains(document.activeElement)) menu.querySelector("summary")?.focus();
  }
});
