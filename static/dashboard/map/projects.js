// Compose projects above the map: which are shown, and whether one is folded to a card.

import { html, render } from "../../vendor/lit.js";
import { fill, gettext, ngettext } from "../i18n.js";
import { literal } from "../layout/text.js";

const PARAMETER = "projects";

/** The projects that the address names. @returns {Set<string> | null} */
export function askedProjects() {
  const asked = new URL(location.href).searchParams.getAll(PARAMETER);
  return asked.length ? new Set(asked) : null;
}

/** @param {HTMLDetailsElement} menu @param {{stage: ReturnType<typeof import("./stage.js").createStage>, onChange: () => void}} given */
export function createProjects(menu, { stage, onChange }) {
  const words = /** @type {HTMLElement} */ (menu.querySelector("summary span"));
  const body = /** @type {HTMLElement} */ (menu.querySelector(".menu-body"));

  /** @type {Set<string>} the folds of the picture shown */
  let folded = new Set();

  /** @param {Set<string> | null} wanted */
  function narrow(wanted) {
    stage.narrow(wanted);
    const url = new URL(location.href);
    url.searchParams.delete(PARAMETER);
    for (const name of wanted ?? []) url.searchParams.append(PARAMETER, name);
    history.replaceState(null, "", url);
    onChange();
  }

  /** @param {string} name @param {string[]} all @param {boolean} on */
  function toggle(name, all, on) {
    const chosen = new Set(stage.projects ?? []);
    if (on) chosen.add(name);
    else chosen.delete(name);
    narrow(chosen.size && chosen.size < all.length ? chosen : null);
  }

  /** @param {string} key */
  function fold(key) {
    if (folded.has(key)) stage.unfold(key);
    else stage.fold(key);
    onChange();
  }

  /** A network that was unfolded on the map. @param {import("../types.js").Network} network */
  const openedRow = (network) => html`<div class="project"><span>${literal(network.name)}</span><button type="button" class="link" aria-label=${fill(gettext("Fold %(name)s"), { name: literal(network.name) })} @click=${() => fold(network.id)}>${gettext("Fold")}</button></div>`;

  /** @param {string} name @param {string[]} all */
  const row = (name, all) => html`<div class="project">
      <label><input type="checkbox" .checked=${stage.projects?.has(name) ?? false} @change=${(/** @type {any} */ event) => toggle(name, all, event.target.checked)}> <span>${name ? literal(name) : gettext("without a project")}</span></label>
      ${name ? html`<button type="button" class="link" @click=${() => fold(`project:${name}`)}>${folded.has(`project:${name}`) ? gettext("Unfold") : gettext("Fold")}</button>` : ""}
    </div>`;

  /** @param {number} real @param {number} all with those of no project */
  function wordsOf(real, all) {
    if (stage.projects) return fill(ngettext("%(count)s project of %(all)s", "%(count)s projects of %(all)s", stage.projects.size), { count: stage.projects.size, all });
    return real ? fill(gettext("Projects: all %(count)s"), { count: real }) : gettext("Unfolded");
  }

  return {
    /** @param {import("../store.js").State} state @param {import("../types.js").Picture} picture */
    show(state, picture) {
      folded = new Set(picture.items.filter((item) => item.type === "fold").map((item) => item.unfold));
      const all = new Set([...state.tables.network.values()].map((network) => network.project ?? ""));
      const real = [...all].filter(Boolean).sort();
      // As in every list: what is in no project comes last.
      const names = all.has("") ? [...real, ""] : real;
      const opened = [...state.tables.network.values()].filter((network) => stage.opened.has(network.id)).sort((a, b) => a.name.localeCompare(b.name));
      menu.hidden = real.length < 2 && !stage.projects && !opened.length;
      if (menu.hidden) return;
      words.textContent = wordsOf(real.length, names.length);
      render(html`${real.length || stage.projects ? html`<button type="button" ?disabled=${!stage.projects} @click=${() => narrow(null)}>${gettext("Show all")}</button>${names.map((name) => row(name, names))}` : ""}
        ${opened.length ? html`<p class="quiet">${gettext("Networks that were unfolded")}</p>${opened.map(openedRow)}` : ""}`, body);
    },
  };
}
