// The dialog of a connection with wishes: fixed addresses, more names, and what else the engine takes. What is surely wrong is said at
// its field before the engine is asked; the equal command stands below.

import { html, nothing } from "../../vendor/lit.js";
import { find } from "../facts.js";
import { fill, gettext } from "../i18n.js";
import { literal } from "../layout/text.js";
import { connectCommand } from "../shell-words.js";
import { fieldsOf, mistakes, wishes } from "./wishes.js";

/** @typedef {import("../store.js").State} State */
/** @typedef {import("../types.js").Container} Container */
/** @typedef {import("../types.js").Network} Network */
/** @typedef {import("./wishes.js").Typed} Typed */
/** @typedef {import("./wishes.js").Field} Field */

/** @param {{orders: any, show: (body: unknown) => void, close: () => void, place: () => void}} given `show` draws it again */
export function createWish({ orders, show, close, place }) {
  /** @param {State} state @param {Container} container @param {Network} network @param {Partial<Typed>} [given] what is in the fields at first */
  function open(state, container, network, given = {}) {
    const fields = fieldsOf(state, network);
    const program = find(state, "engine", network.engine, network.engine)?.product === "podman" ? "podman" : "docker";
    /** @type {Typed} */
    const typed = { ipv4: "", ipv6: "", aliases: "", mac: "", driver_opts: "", gw_priority: "", ...given };
    let tried = false;

    const wrong = () => mistakes(state, network, typed, fields);
    const again = () => {
      show(body());
      place();
    };
    const put = (/** @type {keyof Typed} */ name, /** @type {any} */ event) => {
      typed[name] = event.target.value;
      again();
    };
    const send = (/** @type {Event} */ event) => {
      event.preventDefault();
      tried = true;
      const first = Object.keys(wrong())[0];
      again();
      if (first) return void document.getElementById(`wish-${first}`)?.focus();
      orders.connect({ engine: network.engine, container: container.id, network: network.id }, wishes(typed));
      return close();
    };
    const row = (/** @type {Field} */ field) => fieldView(field, typed[field.name], tried ? wrong()[field.name] : undefined, (event) => put(field.name, event));
    const body = () => html`<form class="wish" novalidate @submit=${send}>
      <h2>${fill(gettext("Connect %(container)s to %(network)s"), { container: literal(container.name), network: literal(network.name) })}</h2>
      ${network.default_bridge ? html`<p class="quiet">${gettext("On the default bridge the engine chooses the address, and there are no DNS names.")}</p>` : nothing}
      ${fields.filter((field) => !field.more).map(row)}
      <details ?open=${fields.some((field) => field.more && (typed[field.name] || (tried && wrong()[field.name])))}><summary>${gettext("More")}</summary>${fields.filter((field) => field.more).map(row)}</details>
      <pre class="command">${connectCommand(container.name, network.name, wishes(typed), program)}</pre>
      <div class="row"><button class="button primary">${gettext("Connect")}</button><button type="button" class="button" @click=${close}>${gettext("Cancel")}</button></div>
    </form>`;
    return body();
  }
  return { open };
}

/** @param {Field} field @param {string} value @param {string | undefined} mistake @param {(event: Event) => void} put */
function fieldView(field, value, mistake, put) {
  const id = `wish-${field.name}`;
  const described = [field.help && `${id}-help`, mistake && `${id}-wrong`].filter(Boolean).join(" ");
  const control = field.lines
    ? html`<textarea id=${id} rows="2" spellcheck="false" aria-describedby=${described || nothing} aria-invalid=${mistake ? "true" : "false"} .value=${value} @input=${put}></textarea>`
    : html`<input id=${id} type="text" autocomplete="off" spellcheck="false" placeholder=${field.name.startsWith("ip") ? gettext("next free") : ""} aria-describedby=${described || nothing} aria-invalid=${mistake ? "true" : "false"} .value=${value} @input=${put} />`;
  return html`<div class="wish-field"><label for=${id}>${field.label}</label>${control}
    ${field.help ? html`<p class="quiet" id="${id}-help">${field.help}</p>` : nothing}${mistake ? html`<p class="failed" id="${id}-wrong">${mistake}</p>` : nothing}</div>`;
}
