// How wide cards and headers are: as wide as what is written in them, in steps, as far as there is room.

import { badgesOf, linesOf } from "./header.js";
import { stateNote } from "./host-cards.js";
import { MEMBER, pillWords } from "./lines.js";
import { CARD_WIDTHS, FAR_HEADER_WIDTHS, HEADER_WIDTHS, LINE_HEADER_WIDTHS, PITCHES } from "./metrics.js";
import { nameOf } from "./names.js";
import { literal } from "./text.js";

/** @typedef {import("../types.js").Unit} Unit */
/** @typedef {import("./model.js").EngineModel} EngineModel */
/** @typedef {import("./metrics.js").Sizes} Sizes */
/** @typedef {import("../layout.js").Options} Options */

// Beside a card's name: its state's mark and the margins.
const BESIDE = 34;
const PILL_WIDTHS = [80, 96, 110, 132, 160];
const FAR_CARD = 104;
// Below this width of the view no header is wider than it must be.
const PHONE = 520;
const DOT = 8;

/**
 * @param {EngineModel[]} models @param {import("./metrics.js").Step} step @param {Options} options
 * @param {(sizes: Sizes) => number} rowsAt how many rows all lanes take together
 * @returns {Sizes}
 */
export function sizesOf(models, step, options, rowsAt) {
  const lanes = models.flatMap((model) => model.lanes);
  const units = models.flatMap((model) => model.units.map((unit) => ({ unit, model })));
  if (step !== "cards") return lineSizes(lanes, units, step, options, rowsAt);
  const widths = options.projector ? FAR_HEADER_WIDTHS : options.width < PHONE ? HEADER_WIDTHS.slice(0, 1) : HEADER_WIDTHS;
  const header = least(widths, Math.max(0, ...lanes.map((lane) => headerNeed(lane, options))));
  const needs = units.filter(({ unit }) => !unit.fold).map(({ unit, model }) => cardNeed(unit, model, options));
  const sizes = (/** @type {number} */ card) => ({ header, card, pitch: 0 });
  const names = least(CARD_WIDTHS, share(needs.map((need) => need.name), 0.9));
  const all = least(CARD_WIDTHS, Math.max(0, ...needs.map((need) => need.all)));
  return sizes(Math.min(options.projector ? FAR_CARD : Infinity, affordable(CARD_WIDTHS, names, all, (card) => rowsAt(sizes(card)))));
}

/**
 * The widest up to `all` that takes no more rows than `names`, which it is at least.
 * @param {number[]} widths @param {number} names @param {number} all @param {(width: number) => number} rowsAt
 */
function affordable(widths, names, all, rowsAt) {
  const wider = widths.filter((width) => width > names && width <= all);
  if (!wider.length) return names;
  const rows = rowsAt(names);
  return wider.reverse().find((width) => rowsAt(width) <= rows) ?? names;
}

/**
 * @param {import("../types.js").Lane[]} lanes @param {{unit: Unit, model: EngineModel}[]} units @param {"names" | "dots"} step @param {Options} options
 * @param {(sizes: Sizes) => number} rowsAt @returns {Sizes}
 */
function lineSizes(lanes, units, step, options, rowsAt) {
  const titles = lanes.map((lane) => options.measure(literal(lane.network.name), "lane") + options.measure(literal(lane.network.subnets?.[0]?.subnet), "pin") + 28);
  const names = units.filter(({ unit }) => !unit.fold).map(({ unit, model }) => options.measure(pillWords(unit, (container) => nameOf(container, model.replicas)), "pill") + 28 + unit.members.length * MEMBER);
  const pitch = PITCHES[step].find((one) => lanes.length * one + 80 <= options.height) ?? PITCHES[step][PITCHES[step].length - 1];
  const sizes = (/** @type {number} */ card) => ({ header: least(LINE_HEADER_WIDTHS, share(titles, 0.98)), card, pitch });
  if (step === "dots") return sizes(DOT);
  const most = least(PILL_WIDTHS, Math.max(0, ...names));
  return sizes(affordable(PILL_WIDTHS, Math.min(most, least(PILL_WIDTHS, share(names, 0.8))), most, (card) => rowsAt(sizes(card))));
}

/** The first width that is enough, or the last. @param {number[]} widths @param {number} need */
const least = (widths, need) => widths.find((width) => width >= need) ?? widths[widths.length - 1];

/** What is enough for a share of them. @param {number[]} needs @param {number} part */
function share(needs, part) {
  const sorted = [...needs].sort((a, b) => a - b);
  return sorted[Math.floor((sorted.length - 1) * part)] ?? 0;
}

/** @param {Unit} unit @param {EngineModel} model @param {Options} options */
function cardNeed(unit, model, { measure }) {
  const name = measure(nameOf(unit.container, model.replicas), "card") + BESIDE;
  const members = unit.members.map((member) => measure(nameOf(member, model.replicas), "small") + 32);
  return { name: Math.max(name, ...members), all: Math.max(name, ...members, measure(stateNote(unit.container, Infinity, measure), "small") + BESIDE) };
}

/** @param {import("../types.js").Lane} lane @param {Options} options */
function headerNeed(lane, { measure, projector }) {
  const lines = linesOf(lane, { measure, width: Infinity, full: !projector });
  const [title, driver] = lines;
  const first = measure(title.text, "name") + (driver?.anchor ? measure(driver.text, "small") + 10 : 0);
  // Far away a second line of badges would cost a lane of the five.
  const badges = projector ? badgesOf(lane, { twins: false, hosts: 1 }).reduce((sum, badge) => sum + measure(badge.text, "badge") + 18, 0) : 0;
  return 26 + Math.max(first, badges, ...lines.slice(1).filter((line) => !line.anchor).map((line) => measure(line.text, line.face)));
}
