// An object as lines of JSON, and how it differs from an earlier self. Pure.

/** @typedef {{mark: " " | "-" | "+", text: string}} Line */

/**
 * The lines of `now`, with those of `was` where a field differs: first the old (-), then the new (+). Without `was`: all plain.
 * @param {Record<string, any> | null} now null: it is not there now @param {Record<string, any> | null} [was] @returns {Line[]}
 */
export function rawLines(now, was = null) {
  if (!was) return now ? JSON.stringify(now, null, 2).split("\n").map((text) => ({ mark: " ", text })) : [];
  const fields = [...new Set([...Object.keys(was), ...Object.keys(now ?? {})])];
  return [{ mark: " ", text: "{" }, ...fields.flatMap((field) => fieldLines(field, was, now)), { mark: " ", text: "}" }];
}

/** @param {string} field @param {Record<string, any>} was @param {Record<string, any> | null} now @returns {Line[]} */
function fieldLines(field, was, now) {
  const [before, after] = [linesOf(field, was), linesOf(field, now ?? {})];
  if (before.join("\n") === after.join("\n")) return after.map((text) => ({ mark: " ", text }));
  return [...before.map((text) => /** @type {Line} */ ({ mark: "-", text })), ...after.map((text) => /** @type {Line} */ ({ mark: "+", text }))];
}

/** @param {string} field @param {Record<string, any>} object @returns {string[]} none where it has no such field */
function linesOf(field, object) {
  if (!(field in object)) return [];
  return `${JSON.stringify(field)}: ${JSON.stringify(object[field], null, 2)},`.split("\n").map((line) => `  ${line}`);
}
