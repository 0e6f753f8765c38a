// How a network was made: its scope, its options and labels, and which Compose project it belongs to.

import { html, nothing } from "../../vendor/lit.js";
import { clock, gettext } from "../i18n.js";
import { literal } from "../layout/text.js";
import { facts, mono, section } from "./parts.js";

/** @param {any} network */
export function settingsView(network) {
  const flags = FLAGS.filter(([name]) => network[name]).map(([, words]) => words());
  return html`${section(gettext("Network"))}${facts([
      [gettext("driver"), mono(network.driver)],
      [gettext("scope"), mono(network.scope)],
      [gettext("created"), clock(network.created)],
      [gettext("flags"), flags.join(", ")],
      [gettext("project"), mono(network.project)],
      [gettext("configuration from"), mono(network.config_from)],
      [gettext("ID"), mono(network.id)],
    ])}
    ${(network.subnets ?? []).map((/** @type {any} */ subnet) => subnetView(subnet))} ${pairs(gettext("Driver options"), network.options)} ${pairs(gettext("Labels"), network.labels)}`;
}

/** @type {[name: string, words: () => string][]} */
const FLAGS = [
  ["internal", () => gettext("internal: no way out")],
  ["attachable", () => gettext("attachable by hand")],
  ["ingress", () => gettext("routing mesh")],
  ["config_only", () => gettext("configuration only")],
  ["enable_ipv6", () => gettext("IPv6")],
  ["predefined", () => gettext("the engine's own")],
];

/** @param {any} subnet */
const subnetView = (subnet) => html`${section(literal(subnet.subnet), true)}${facts([
  [gettext("gateway"), mono(subnet.gateway)],
  [gettext("range given out"), mono(subnet.ip_range)],
  ...Object.entries(subnet.aux_addresses ?? {}).map(([name, address]) => /** @type {[string, unknown]} */ ([name, mono(address)])),
])}`;

/** @param {string} words @param {Record<string, string> | undefined} values */
const pairs = (words, values) => (Object.keys(values ?? {}).length ? html`${section(words)}${facts(Object.entries(values ?? {}).map(([name, value]) => [mono(name), mono(value)]), "pairs")}` : nothing);
