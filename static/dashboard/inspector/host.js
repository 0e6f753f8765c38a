// The host's own network: the containers that are in it, and what that means.

import { html } from "../../vendor/lit.js";
import { gettext } from "../i18n.js";
import { literal } from "../layout/text.js";
import { command } from "../shell-words.js";
import { commands, pageLink, section, stateDot } from "./parts.js";

export const hostHead = () => html`<h2>${gettext("Host stack")}</h2><p class="sub">${gettext("Containers in host mode have no network of their own: they open their ports on the host itself.")}</p>`;

/** @param {import("../types.js").Network} network @param {import("../inspector.js").Tools} tools */
export function hostOverview(network, tools) {
  const inside = [...tools.state.tables.container.values()].filter((container) => container.engine === network.engine && container.network_mode === "host");
  return html`
    ${section(gettext("Containers"))}
    ${inside.length ? html`<ul class="attachments">${inside.map((container) => html`<li>${stateDot(container)}<button class="link" @click=${() => tools.select({ kind: "container", engine: container.engine, id: container.id })}>${literal(container.name)}</button></li>`)}</ul>` : html`<p class="quiet">${gettext("None.")}</p>`}
    ${commands([command("docker", "ps", "--filter", `network=${network.name}`), "ip address", "ip route"])} ${pageLink(`/host/?engine=${encodeURIComponent(network.engine)}`, gettext("All of the host"))}
  `;
}
