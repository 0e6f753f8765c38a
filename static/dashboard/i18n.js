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

/**
 * A moment in the user's language and time zone, as the server shows moments: of day when it is today, with the date otherwise.
 * @param {string | null | undefined} time RFC 3339
 */
export function clock(time) {
  if (!time) return "";
  const date = new Date(time);
  if (Number.isNaN(date.getTime())) return "";
  const [day, hours] = digits(date);
  return day === digits(new Date())[0] ? hours : `${day} ${hours}`;
}

/** The day as 2026-03-01 and the time as 14:30:05, where the user is: the same digits in every language. @param {Date} date */
function digits(date) {
  const parts = Object.fromEntries(formatter("en", DIGITS).formatToParts(date).map((part) => [part.type, part.value]));
  return [`${parts.year}-${parts.month}-${parts.day}`, `${parts.hour}:${parts.minute}:${parts.second}`];
}
const DIGITS = { year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" };

/** @param {Date} date @param {Record<string, string>} format Intl.DateTimeFormat's options */
export function moment(date, format) {
  return formatter(globalThis.document?.documentElement?.lang || "en", format).format(date);
}

/** @param {string} language @param {Record<string, string>} format */
function formatter(language, format) {
  const key = JSON.stringify([language, globalThis.document?.documentElement?.dataset.timeZone, format]);
  let known = formatters.get(key);
  if (!known) formatters.set(key, (known = new Intl.DateTimeFormat(language, { timeZone: timeZone(), ...format })));
  return known;
}

/** Making one takes longer than drawing a change. @type {Map<string, Intl.DateTimeFormat>} */
const formatters = new Map();

/** The user's own; the browser's where it does not know that one. @returns {string | undefined} */
function timeZone() {
  const wanted = globalThis.document?.documentElement?.dataset.timeZone;
  if (!wanted) return undefined;
  try {
    return new Intl.DateTimeFormat("en", { timeZone: wanted }).resolvedOptions().timeZone;
  } catch {
    return undefined;
  }
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
