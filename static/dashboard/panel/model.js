// From the page's tables to what the patch panel speaks of: columns (networks), lines (containers and the headings of their groups)
// and what is where they cross. Pure.

import { attached, bound } from "../facts.js";
import { addressesOf } from "../layout/labels.js";
import { compare, groupBy } from "../layout/model.js";
import { countReplicas, imageOf, nameOf } from "../layout/names.js";
import { literal } from "../layout/text.js";
import { networkRefusal } from "../refusals.js";
import { markOf, shownName } from "../twins.js";
import { containerState } from "../words.js";

/** @typedef {import("../types.js").Network} Network */
/** @typedef {import("../types.js").Container} Container */
/** @typedef {import("../types.js").Endpoint} Endpoint */
/** @typedef {import("../store.js").Tables} Tables */
/** @typedef {string} Why a code of refusals.js, or `gone`, `viewer`, `read_only`; words.js says it */
/** @typedef {{key: string, network: Network, name: string, mark: string, why: Why | null}} Column `name` as it is shown, with its `mark` where others have it too: the first of the id */
/** @typedef {{type: "row", key: string, container: Container, name: string, note: string, group: string, why: Why | null, owner: string | null}} Row `owner`: whose namespace it is in */
/** @typedef {{type: "group", key: string, name: string, count: number, folded: boolean}} Heading `name` is "" for those without a project */
/** @typedef {Row | Heading} Line */
/** @typedef {{group: "project" | "state" | "none", sort: string, words: string, networks: string, running: boolean, used: boolean, folded: ReadonlySet<string>}} View */
/** @typedef {{engine: string, columns: Column[], lines: Line[], at: Map<string, Map<string, Endpoint>>, why: Why | null, containers: number, networks: number, from: {tables: Tables, view: View} | null}} Panel `from`: what it was worked out of */
/**
 * What is where a container and a network cross. `joined`: an endpoint; `free`: none, and the engine would take one; `refused`: it would not.
 * `why`: what stands in the way of connecting, or of disconnecting what is joined. `stopped`: the container does not run, and the addresses are those that it asks for or had.
 * @typedef {{state: "joined" | "free" | "refused", endpoint: Endpoint | null, addresses: string[], stopped: boolean, why: Why | null}} Crossing
 */

/** Names as people count: web-9 before web-10. */
const COLLATOR = new Intl.Collator("en", { numeric: true });
/** The view that the panel opens with. @type {View} */
export const PLAIN = { group: "project", sort: "name", words: "", networks: "", running: false, used: false, folded: new Set() };
/** What takes every filter away. */
export const UNFILTERED = { words: "", networks: "", running: false, used: false };
/** More networks than this stand in narrow columns under upright names. */
export const WIDE_MOST = 12;

/** The engine that the panel shows: the one that is asked for, else the first that answers, else the first. @param {string} wanted @param {{name: string, away: boolean}[]} engines */
export function engineOf(wanted, engines) {
  const shown = engines.find((engine) => engine.name === wanted) ?? engines.find((engine) => !engine.away) ?? engines[0];
  return shown?.name ?? "";
}

/**
 * One engine's panel.
 * @param {Tables} tables @param {string} engine @param {View} view @param {Why | null} why what refuses every change
 * @param {Panel | null} [before] the panel until now: the lines are taken from it where nothing that they show has changed
 * @returns {Panel}
 */
export function panelOf(tables, engine, view, why, before = null) {
  const ours = (/** @type {{engine: string}} */ object) => object.engine === engine;
  const networks = [...tables.network.values()].filter(ours);
  const containers = [...tables.container.values()].filter(ours);
  const known = new Set(networks.map((network) => network.id));
  const at = crossings(tables.endpoint.values(), engine, known);
  const gone = goneNetworks(at, known, engine);
  return {
    engine, at, why,
    columns: columnsOf([...networks, ...gone], tables.network, at, view),
    lines: before && sameLines(before, tables, engine, view) ? before.lines : linesOf(containers, at, view),
    from: { tables, view },
    containers: containers.length,
    networks: networks.length,
  };
}

/** Sorting ten thousand lines at each new address would cost more than all the rest. @param {Panel} before @param {Tables} tables @param {string} engine @param {View} view */
function sameLines(before, tables, engine, view) {
  const byContainers = !view.words && ["name", "state", "newest"].includes(view.sort);
  return byContainers && before.engine === engine && before.from?.tables.container === tables.container && before.from.view === view;
}

/** Which column an endpoint is in: its network's, or a stand-in's for a network that is gone. @param {Endpoint} endpoint @param {ReadonlySet<string>} known */
const columnOf = (endpoint, known) => (known.has(endpoint.network_id) ? endpoint.network_id : `gone:${endpoint.network_id || endpoint.network_name}`);

/** @param {Iterable<Endpoint>} endpoints @param {string} engine @param {ReadonlySet<string>} known @returns {Map<string, Map<string, Endpoint>>} container -> column -> endpoint */
function crossings(endpoints, engine, known) {
  /** @type {Map<string, Map<string, Endpoint>>} */
  const at = new Map();
  for (const endpoint of endpoints) {
    if (endpoint.engine !== engine) continue;
    const row = at.get(endpoint.container_id);
    if (row) row.set(columnOf(endpoint, known), endpoint);
    else at.set(endpoint.container_id, new Map([[columnOf(endpoint, known), endpoint]]));
  }
  return at;
}

/** Stand-ins for the networks that stopped containers still name. @param {Map<string, Map<string, Endpoint>>} at @param {ReadonlySet<string>} known @param {string} engine @returns {Network[]} */
function goneNetworks(at, known, engine) {
  /** @type {Map<string, Network>} */
  const gone = new Map();
  for (const row of at.values()) {
    for (const [key, endpoint] of row) {
      if (!known.has(key)) gone.set(key, { engine, id: key, name: endpoint.network_name, driver: "", gone: true });
    }
  }
  return [...gone.values()];
}

/** Projects by name, then what people made without one, then the engine's own: as the rows are grouped. @param {Network[]} networks @param {Tables["network"]} all @param {Panel["at"]} at @param {View} view @returns {Column[]} */
function columnsOf(networks, all, at, view) {
  const used = view.used ? new Set([...at.values()].flatMap((row) => [...row.keys()])) : null;
  const wanted = view.networks.trim().toLowerCase();
  const fits = (/** @type {Network} */ network) => [network.name, network.id, network.driver, network.project ?? "", ...(network.subnets ?? []).map((subnet) => subnet.subnet)].some((word) => word.toLowerCase().includes(wanted));
  return networks
    .filter((network) => (!used || used.has(network.id)) && (!wanted || fits(network)))
    .sort((a, b) => rankOf(a) - rankOf(b) || compare(a.project ?? "", b.project ?? "") || compare(a.created ?? "", b.created ?? "") || COLLATOR.compare(a.name, b.name) || compare(a.id, b.id))
    .map((network) => ({ key: network.id, network, name: shownName(network, all), mark: markOf(network, all), why: network.gone ? "gone" : networkRefusal(network) }));
}

/** @param {Network} network */
function rankOf(network) {
  if (network.driver === "null") return 7;
  if (network.driver === "host") return 6;
  if (network.gone) return 5;
  if (network.default_bridge) return 2;
  if (network.driver === "overlay") return 4;
  if (["macvlan", "ipvlan"].includes(network.driver)) return 3;
  return network.project ? 0 : 1;
}

/** @param {Container[]} containers @param {Panel["at"]} at @param {View} view @returns {Line[]} */
function linesOf(containers, at, view) {
  const replicas = countReplicas(containers);
  const owners = new Map(containers.map((container) => [container.id, container.namespace_owner ?? null]));
  const wanted = view.words.trim().toLowerCase();
  const rows = containers
    .filter((container) => (!view.running || ["running", "paused", "restarting"].includes(container.state)) && (!wanted || wordsOf(container, at).some((word) => word.toLowerCase().includes(wanted))))
    .map((container) => rowOf(container, replicas, owners, view))
    .sort(orderBy(view.sort, at));
  return view.group === "none" ? rows : grouped(rows, view.folded);
}

/** What a filter looks at. @param {Container} container @param {Panel["at"]} at @returns {string[]} */
function wordsOf(container, at) {
  const row = at.get(container.id);
  const addresses = row ? [...row.values()].flatMap((endpoint) => [...addressesOf(endpoint).addresses, endpoint.network_name]) : [];
  return [container.name, container.service ?? "", container.project ?? "", container.image, container.state, container.id, ...addresses];
}

/** @param {Container} container @param {Map<string, number>} replicas @param {Map<string, string | null>} owners @param {View} view @returns {Row} */
function rowOf(container, replicas, owners, view) {
  const running = container.state === "running";
  const note = [imageOf(container.image), view.group !== "project" && container.project ? literal(container.project) : "", running ? "" : containerState(container.state)];
  const group = view.group === "state" ? container.state : container.project ?? "";
  return { type: "row", key: container.id, container, name: nameOf(container, replicas), note: note.filter(Boolean).join(" · "), group, why: bound(container), owner: ownerOf(container.id, owners) };
}

/** The container that made the namespace that this one is in; null for its own. @param {string} id @param {Map<string, string | null>} owners */
function ownerOf(id, owners) {
  const seen = new Set([id]);
  let owner = id;
  for (let next = owners.get(owner); next && owners.has(next) && !seen.has(next); next = owners.get(owner)) {
    seen.add(next);
    owner = next;
  }
  return owner === id ? null : owner;
}

/** @param {Row[]} rows in their order @param {ReadonlySet<string>} folded @returns {Line[]} */
function grouped(rows, folded) {
  const groups = groupBy(rows, (row) => row.group);
  const names = [...groups.keys()].sort((a, b) => Number(a === "") - Number(b === "") || compare(a, b));
  return names.flatMap((name) => {
    const inside = groups.get(name) ?? [];
    const heading = /** @type {Heading} */ ({ type: "group", key: `group ${name}`, name, count: inside.length, folded: folded.has(name) });
    return heading.folded ? [heading] : [heading, ...inside];
  });
}

const STATES = ["running", "restarting", "paused", "created", "exited", "dead", "removing"];

/** @param {string} sort name, state, newest, networks, or `network <id>`: those on it first, by address @param {Panel["at"]} at @returns {(a: Row, b: Row) => number} */
function orderBy(sort, at) {
  const byName = (/** @type {Row} */ a, /** @type {Row} */ b) => COLLATOR.compare(a.name, b.name) || compare(a.key, b.key);
  const count = (/** @type {Row} */ row) => at.get(row.key)?.size ?? 0;
  if (sort === "state") return (a, b) => STATES.indexOf(a.container.state) - STATES.indexOf(b.container.state) || byName(a, b);
  if (sort === "newest") return (a, b) => compare(b.container.created ?? "", a.container.created ?? "") || byName(a, b);
  if (sort === "networks") return (a, b) => count(b) - count(a) || byName(a, b);
  if (!sort.startsWith("network ")) return byName;
  const network = sort.slice("network ".length);
  const address = (/** @type {Row} */ row) => {
    const endpoint = at.get(row.key)?.get(network);
    return endpoint ? addressesOf(endpoint).addresses[0] ?? "0" : "";
  };
  return (a, b) => Number(!address(a)) - Number(!address(b)) || COLLATOR.compare(address(a), address(b)) || byName(a, b);
}

/** @type {Set<Why>} */
const FIXED = new Set(["driver_host", "driver_null", "gone"]);
const LIVE = new Set(["running", "paused"]);

/** @param {Panel} panel @param {Row} row @param {Column} column @returns {Crossing} */
export function crossingOf(panel, row, column) {
  const endpoint = panel.at.get(row.key)?.get(column.key) ?? null;
  const stopped = !LIVE.has(row.container.state);
  if (endpoint && stands(row.container, endpoint, column)) {
    const fixed = column.why && FIXED.has(column.why) ? column.why : null;
    return { state: "joined", endpoint, addresses: addressesOf(endpoint).addresses, stopped, why: panel.why ?? fixed };
  }
  const why = panel.why ?? row.why ?? column.why;
  if (!why) return { state: "free", endpoint, addresses: [], stopped, why };
  const owners = row.owner ? panel.at.get(row.owner)?.get(column.key) ?? null : null;
  return { state: "refused", endpoint: owners, addresses: owners ? addressesOf(owners).addresses : [], stopped, why };
}

/** Docker 20.10 goes on naming a network after a connect that failed: no attachment. @param {Container} container @param {Endpoint} endpoint @param {Column} column */
const stands = (container, endpoint, column) => column.why === "driver_host" || column.why === "driver_null" || endpoint.missing || !LIVE.has(container.state) || attached(endpoint);

/** The part of an address that tells it from others of its network, for narrow columns. @param {string} address @param {Network} network */
export function hostPart(address, network) {
  if (address.includes(":")) return `:${address.split(":").pop()}`;
  const prefix = Number((network.subnets ?? []).find((subnet) => !subnet.subnet.includes(":"))?.subnet.split("/")[1] ?? 24);
  const parts = address.split(".").slice(Math.min(3, Math.floor(prefix / 8)));
  const short = `.${parts.join(".")}`;
  return short.length > 7 ? `…${short.slice(-5)}` : short;
}
