// Puts a text on the clipboard. Pages that are not served over TLS have no clipboard of their own: there a selected text is copied.

import { announce } from "./announce.js";
import { gettext } from "./i18n.js";

const SHOWN_MS = 1500;

/** @param {string} text @returns {Promise<boolean>} */
async function copy(text) {
  if (navigator.clipboard) return navigator.clipboard.writeText(text).then(() => true, () => bySelection(text));
  return bySelection(text);
}

/** @param {string} text */
function bySelection(text) {
  const area = Object.assign(document.createElement("textarea"), { value: text, className: "visually-hidden" });
  document.body.append(area);
  area.select();
  const done = document.execCommand("copy");
  area.remove();
  return done;
}

/** Copies for a button, which says for a moment that it did. @param {Event} event @param {string} text */
export async function copyFrom(event, text) {
  const button = /** @type {HTMLElement} */ (event.currentTarget);
  const done = await copy(text);
  const words = done ? gettext("Copied") : gettext("Not copied: select it by hand.");
  const label = gettext("Copy");
  button.focus();
  button.textContent = words;
  announce(words);
  setTimeout(() => button.isConnected && (button.textContent = label), SHOWN_MS);
}
