// Words in the user's language. The catalogue is the external file that Django makes of locale/*/djangojs.po; where there is none
// (Node's tests, or a page that failed to load it) the English of the source is shown.

const catalog = () => /** @type {any} */ (globalThis).django;

/** @param {string} msgid */
export function gettext(msgid) {
  return catalog()?.gettext?.(msgid) ?? msgid;
}

/** @param {string} one @param {string} many @param {number} count */
export function ngettext(one, many, count) {
  return catalog()?.ngettext?.(one, many, count) ?? (count === 1 ? one : many);
}

/**
 * Fills %(name)s in a translated sentence.
 * @param {string} sentence @param {Record<string, string | number>} values
 */
export function fill(sentence, values) {
  return sentence.replace(/%\((\w+)\)s/g, (whole, name) => (name in values ? String(values[name]) : whole));
}

/** @param {string | null | undefined} time RFC 3339 */
export function clock(time) {
  if (!time) return "";
  const date = new Date(time);
  const today = date.toDateString() === new Date().toDateString();
  const format = today ? { timeStyle: "medium" } : { dateStyle: "medium", timeStyle: "short" };
  return new Intl.DateTimeFormat(globalThis.document?.documentElement.lang || "en", /** @type {any} */ (format)).format(date);
}

/** How long ago, in the largest whole unit. @param {string | null | undefined} time RFC 3339 @param {number} [now] milliseconds */
export function ago(time, now = Date.now()) {
  if (!time) return "";
  const seconds = Math.max(0, Math.round((now - Date.parse(time)) / 1000));
  if (seconds < 60) return fill(gettext("%(n)s s"), { n: seconds });
  if (seconds < 3600) return fill(gettext("%(n)s min"), { n: Math.floor(seconds / 60) });
  if (seconds < 86400) return fill(gettext("%(n)s h"), { n: Math.floor(seconds / 3600) });
  return fill(gettext("%(n)s d"), { n: Math.floor(seconds / 86400) });
}
