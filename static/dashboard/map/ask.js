// The small questions beside what was pressed: which network, which container, really disconnect?

import { html, nothing, render } from "../../vendor/lit.js";
import { bound, connectable, find, losses } from "../facts.js";
import { fill, gettext, ngettext } from "../i18n.js";
import { literal } from "../layout/text.js";
import { answers, refusalWords } from "../refusals.js";
import { shownName } from "../twins.js";
import { putBeside } from "./beside.js";
import { createWish } from "./wish.js";

/** @typedef {import("../store.js").State} State */
/** @typedef {import("../types.js").Endpoint} Endpoint */

const NAMED_PEERS = 6;
/** So many rows of a list are in view at once. */
const FITTING = 6;

/** @param {HTMLElement} element the popover @param {{orders: any, colourOf: (engine: string, network: string) => number | null}} given */
export function createAsk(element, { orders, colourOf }) {
  /** @type {Element | null} */
  let opener = null;
  const wish = createWish({ orders, show: (body) => render(body, element), close, place: () => opener && putBeside(element, opener.getBoundingClientRect()) });

  function close() {
    if (element.hidden) return;
    element.hidden = true;
    delete element.dataset.wide;
    render(nothing, element);
    if (opener instanceof HTMLElement || opener instanceof SVGElement) opener.focus();
    opener = null;
  }

  /** @param {unknown} body @param {Element} near */
  function open(body, near) {
    opener = near;
    render(body, element);
    element.hidden = false;
    element.setAttribute("aria-label", element.querySelector("h2")?.textContent ?? "");
    putBeside(element, near.getBoundingClientRect());
    /** @type {HTMLElement | null} */ (element.querySelector("input, .primary, li button, button"))?.focus();
  }

  /** Why nothing can be asked here now. @param {string} title @param {string} words @param {Element} near */
  function refuse(title, words, near) {
    open(html`<h2>${title}</h2><p>${words}</p><div class="row"><button class="button" @click=${close}>${gettext("Close")}</button></div>`, near);
  }

  /** @param {State} state @param {Endpoint} endpoint @param {Element} near */
  function disconnect(state, endpoint, near) {
    const container = find(state, "container", endpoint.engine, endpoint.container_id);
    const act = () => {
      orders.disconnect({ engine: endpoint.engine, container: endpoint.container_id, network: endpoint.network_id });
      close();
    };
    const names = { container: literal(container?.name), network: literal(endpoint.network_name) };
    if (!answers(state, endpoint.engine)) return refuse(fill(gettext("Disconnect %(container)s from %(network)s?"), names), refusalWords("unreachable"), near);
    return open(
      html`<h2>${fill(gettext("Disconnect %(container)s from %(network)s?"), names)}</h2>
        ${lossWords(losses(state, endpoint)).map((words) => html`<p>${words}</p>`)}
        <div class="row"><button class="button primary" @click=${act}>${gettext("Disconnect")}</button><button class="button" @click=${close}>${gettext("Cancel")}</button></div>`,
      near,
    );
  }

  /** Choose a network for a container. @param {State} state @param {import("../types.js").Container} container @param {Element} near */
  function network(state, container, near) {
    const title = fill(gettext("Connect %(name)s to"), { name: literal(container.name) });
    const why = answers(state, container.engine) ? bound(container) : "unreachable";
    if (why) return refuse(title, refusalWords(why), near);
    const rows = connectable(state, container).map((one) => ({
      name: shownName(one, state.tables.network), note: (one.subnets ?? [])[0]?.subnet ?? one.driver, mark: html`<i class="swatch c${colourOf(one.engine, one.id) ?? 7}"></i>`,
      pick: () => orders.connect({ engine: one.engine, container: container.id, network: one.id }),
      wish: () => options(state, container, one, near),
    }));
    return list(title, rows, near);
  }

  /**
   * The address, the names and the rest that can be wished for.
   * @param {State} state @param {import("../types.js").Container} container @param {import("../types.js").Network} network @param {Element} near @param {Partial<import("./wishes.js").Typed>} [typed] to begin with
   */
  function options(state, container, network, near, typed) {
    if (!answers(state, container.engine)) return refuse(gettext("Connect"), refusalWords("unreachable"), near);
    element.dataset.wide = "";
    return open(wish.open(state, container, network, typed), near);
  }

  /** Choose a container for a network. @param {State} state @param {import("../types.js").Network} one @param {Element} near */
  function container(state, one, near) {
    const title = fill(gettext("Connect to %(name)s"), { name: literal(one.name) });
    if (!answers(state, one.engine)) return refuse(title, refusalWords("unreachable"), near);
    const inside = new Set([...state.tables.endpoint.values()].filter((endpoint) => endpoint.engine === one.engine && endpoint.network_id === one.id).map((endpoint) => endpoint.container_id));
    const rows = [...state.tables.container.values()]
      .filter((candidate) => candidate.engine === one.engine && !inside.has(candidate.id) && !bound(candidate))
      .sort((a, b) => a.name.localeCompare(b.name))
      .map((candidate) => ({
        name: literal(candidate.name), note: candidate.state, mark: html`<i class="dot ${candidate.state === "running" ? "" : "off"}"></i>`,
        pick: () => orders.connect({ engine: one.engine, container: candidate.id, network: one.id }),
        wish: () => options(state, candidate, one, near),
      }));
    return list(title, rows, near);
  }

  /** @param {string} title @param {{name: string, note: string, mark: unknown, pick: () => void, wish: () => void}[]} rows @param {Element} near @param {string} [filter] */
  function list(title, rows, near, filter = "") {
    const shown = rows.filter((row) => row.name.toLowerCase().includes(filter.toLowerCase()));
    const pick = (/** @type {{pick: () => void}} */ row) => {
      row.pick();
      close();
    };
    const typed = (/** @type {any} */ event) => list(title, rows, near, event.target.value);
    const entered = (/** @type {KeyboardEvent} */ event) => event.key === "Enter" && shown.length && (event.shiftKey ? shown[0].wish() : pick(shown[0]));
    const pressed = (/** @type {MouseEvent} */ event, /** @type {any} */ row) => (event.shiftKey ? row.wish() : pick(row));
    const body = html`<h2>${title}</h2>
      ${rows.length > 4 ? html`<input class="filter" type="search" aria-label=${gettext("Filter")} placeholder=${fill(gettext("Type to find one of %(count)s"), { count: rows.length })} @input=${typed} @keydown=${entered} />` : nothing}
      ${shown.length ? html`<ul class=${shown.length > FITTING ? "long" : ""}>${shown.map((row) => html`<li><button class="pick two" @click=${(/** @type {MouseEvent} */ event) => pressed(event, row)}>${row.mark}<span>${row.name}</span><span class="quiet mono">${literal(row.note)}</span></button><button class="link" aria-label=${fill(gettext("Options: %(name)s"), { name: row.name })} @click=${row.wish}>${gettext("Options")}</button></li>`)}</ul>` : html`<p class="quiet">${gettext("There is none to choose.")}</p>`}
      <div class="row"><button class="button" @click=${close}>${gettext("Cancel")}</button></div>`;
    if (element.hidden) open(body, near);
    else render(body, element);
  }

  /** What can be done with a thing. @param {string} title @param {{words: string, key?: string, act: () => void}[]} acts @param {Element} near */
  function menu(title, acts, near) {
    const row = (/** @type {typeof acts[number]} */ one) => html`<li><button class="pick" @click=${() => (close(), one.act())}><span>${one.words}</span>${one.key ? html`<kbd class="quiet">${one.key}</kbd>` : nothing}</button></li>`;
    open(html`<h2>${title}</h2><ul>${acts.map(row)}</ul>`, near);
  }

  element.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      event.stopPropagation();
      close();
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") step(element, event);
    else if (event.key === "Tab") stay(element, event);
  });
  document.addEventListener("pointerdown", (event) => {
    if (!element.hidden && !element.contains(/** @type {Node} */ (event.target))) close();
  });

  return { disconnect, network, container, options, menu, close, isOpen: () => !element.hidden };
}

/** @param {{peers: string[], route: boolean, last: boolean}} lost @returns {string[]} */
function lossWords(lost) {
  const words = [];
  const named = lost.peers.slice(0, NAMED_PEERS).map(literal).join(", ");
  const more = lost.peers.length - NAMED_PEERS;
  if (lost.peers.length) words.push(more > 0 ? fill(ngettext("It no longer reaches %(names)s and %(count)s more.", "It no longer reaches %(names)s and %(count)s more.", more), { names: named, count: more }) : fill(gettext("It no longer reaches %(names)s."), { names: named }));
  if (lost.last) words.push(gettext("It is then in no network at all."));
  else if (lost.route) words.push(gettext("Its default route moves to another of its networks."));
  if (!words.length) words.push(gettext("It still reaches all that it reaches now, by its other networks."));
  return words;
}

/** @param {HTMLElement} element @param {KeyboardEvent} event */
function step(element, event) {
  const buttons = [.../** @type {NodeListOf<HTMLElement>} */ (element.querySelectorAll("li .pick"))];
  const at = buttons.indexOf(/** @type {HTMLElement} */ (document.activeElement));
  const next = buttons[at + (event.key === "ArrowDown" ? 1 : -1)];
  if (!next) return;
  event.preventDefault();
  next.focus();
}

/** Tab goes round inside: what is asked is answered, or closed with Escape. @param {HTMLElement} element @param {KeyboardEvent} event */
function stay(element, event) {
  const all = [.../** @type {NodeListOf<HTMLElement>} */ (element.querySelectorAll("button, input, textarea, summary"))].filter((one) => one.offsetParent !== null);
  const [first, last] = [all[0], all[all.length - 1]];
  const leaves = document.activeElement === (event.shiftKey ? first : last);
  if (!leaves) return;
  event.preventDefault();
  (event.shiftKey ? last : first).focus();
}
