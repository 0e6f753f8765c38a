// The one card that stands for all containers of a folded lane or project: how many, in which states.

import { fill, gettext, ngettext } from "../i18n.js";
import { stateWord } from "./names.js";
import { literal, shorten } from "./text.js";

/** @typedef {import("../types.js").Fold} Fold */

/** @param {Fold} fold */
export const countWords = (fold) => fill(ngettext("%(count)s container", "%(count)s containers", fold.ids.length), { count: fold.ids.length });

/** The states with their counts, running first. @param {Fold} fold */
export function statesOf(fold) {
  const order = [...fold.states].sort((a, b) => Number(b[0] === "running") - Number(a[0] === "running") || b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
  return order.map(([state, count]) => `${count} ${stateWord(state)}`).join(", ");
}

/** @param {import("./cards.js").Scene} scene @param {Fold} fold @param {number} x @param {number} y @param {number} span columns free for it @returns {import("../types.js").Item} */
export function foldItem(scene, fold, x, y, span) {
  const { card: { w: card, h }, column, step } = scene.metrics;
  const line = step !== "cards";
  const note = statesOf(fold);
  const name = line ? `${countWords(fold)} · ${note}` : countWords(fold);
  const need = line ? scene.measure(name, "pill") : Math.max(scene.measure(name, "card"), scene.measure(note, "small"));
  const w = Math.min(Math.max(card, Math.min(span, 4) * column.pitch - 16), Math.max(line ? 0 : card, Math.ceil(need) + 22));
  const bad = [...fold.states.keys()].some((state) => state === "dead" || state === "unhealthy");
  return {
    key: `${scene.engine} fold ${fold.key}`, type: "fold", layer: 4, x, y, w, h, engine: scene.engine, unfold: fold.key, ids: fold.ids,
    name: shorten(name, w - 20, line ? "pill" : "card", scene.measure), note: h < 36 ? "" : shorten(note, w - 20, "small", scene.measure),
    parts: [...fold.states].map(([state, count]) => ({ state, part: count / fold.ids.length })), bad,
    full: [literal(fold.project ?? ""), countWords(fold), note].filter(Boolean).join("\n"), label: fill(gettext("%(containers)s folded: %(states)s. Show them"), { containers: countWords(fold), states: note }),
  };
}
