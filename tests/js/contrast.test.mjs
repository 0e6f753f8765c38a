// The colours of both themes: text at 4.5:1 on every ground it stands on, controls at 3:1.

import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { test } from "node:test";

const css = readFileSync(new URL("../../static/dashboard/tokens.css", import.meta.url), "utf8");
const full = (hex) => (hex.length === 4 ? `#${[...hex.slice(1)].map((digit) => digit + digit).join("")}` : hex);
const tokens = Object.fromEntries([...css.matchAll(/--([\w-]+): light-dark\((#\w+), (#\w+)\)/g)].map(([, name, light, dark]) => [name, [full(light), full(dark)]]));
const rgb = (hex) => [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16));
const linear = (value) => (value / 255 <= 0.04045 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4);
const luminance = (colour) => colour.map(linear).reduce((sum, value, index) => sum + value * [0.2126, 0.7152, 0.0722][index], 0);
const mix = (a, b, share) => a.map((value, index) => value * share + b[index] * (1 - share));

function ratio(a, b) {
  const [light, dark] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (light + 0.05) / (dark + 0.05);
}

for (const [index, theme] of ["light", "dark"].entries()) {
  const colour = (name) => rgb(tokens[name][index]);
  const atLeast = (least, text, ground, why) => {
    const found = ratio(text, ground);
    assert.ok(found >= least, `${theme}: ${why} is ${found.toFixed(2)}`);
  };

  test(`${theme}: text on page, panel, soft ground and host frame`, () => {
    for (const ground of ["bg", "panel", "soft", "host"]) for (const text of ["ink", "muted"]) atLeast(4.5, colour(text), colour(ground), `${text} on ${ground}`);
    for (const text of ["ok", "warn", "bad"]) for (const ground of ["bg", "panel", "soft", "host"]) atLeast(4.5, colour(text), colour(ground), `${text} on ${ground}`);
    atLeast(4.5, colour("on-accent"), colour("accent"), "text on the accent");
    atLeast(4.5, colour("filter-ink"), colour("filter"), "the packet filter's name");
  });

  test(`${theme}: networks' names and addresses on header, lane and badge`, () => {
    for (let number = 0; number < 8; number += 1) {
      const own = colour(`c${number}`);
      atLeast(4.5, own, colour("panel"), `c${number} on its header`);
      atLeast(4.5, own, mix(own, colour("host"), 0.06), `c${number} on its lane`);
      atLeast(4.5, own, mix(own, colour("panel"), 0.14), `c${number} on its badge`);
      atLeast(4.5, own, colour("soft"), `c${number} on the host's box`);
    }
  });

  test(`${theme}: states on their own badge, and words on a lane that a card is held over`, () => {
    for (const text of ["ok", "warn"]) atLeast(4.5, colour(text), mix(colour(text), colour("panel"), 0.14), `${text} on its badge`);
    for (let number = 0; number < 8; number += 1) {
      const own = colour(`c${number}`);
      atLeast(4.5, own, mix(own, colour("host"), 0.12), `c${number} on its lane as a target`);
      for (const text of ["ink", "muted"]) atLeast(4.5, colour(text), mix(own, colour("host"), 0.06), `${text} on lane c${number}`);
      for (const ground of ["panel", "host"]) atLeast(3, own, colour(ground), `rail c${number} on ${ground}`);
    }
    for (const mark of ["bad", "ok", "warn", "accent"]) for (const ground of ["bg", "panel", "soft", "host"]) atLeast(3, colour(mark), colour(ground), `mark ${mark} on ${ground}`);
  });

  test(`${theme}: edges of controls`, () => {
    for (const ground of ["bg", "panel", "host", "soft"]) atLeast(3, colour("edge"), colour(ground), `edge on ${ground}`);
    for (let number = 0; number < 8; number += 1) atLeast(3, colour("edge"), mix(colour(`c${number}`), colour("host"), 0.06), `edge on lane c${number}`);
  });
}

// The pairs above are those of text and ground that lie in different rules. Those that one rule names together are read from the style sheets.
const SHEETS = ["dashboard", "accounts"].flatMap((room) => {
  const folder = new URL(`../../static/${room}/`, import.meta.url);
  return readdirSync(folder).filter((name) => name.endsWith(".css")).map((name) => ({ name, rules: rulesOf(readFileSync(new URL(name, folder), "utf8")) }));
});
const TEXTS = new Set(["ink", "muted", "ok", "warn", "bad", "accent", "on-accent", "filter-ink", "panel", "c", ...Array.from({ length: 8 }, (_, number) => `c${number}`)]);
const GROUNDS = new Set(["bg", "panel", "soft", "host", "accent", "on-accent", "filter", "line", "edge", "muted", "ok", "warn", "bad", "ink", "c", ...Array.from({ length: 8 }, (_, number) => `c${number}`)]);

/** @returns {{selector: string, text?: string, ground?: string}[]} */
function rulesOf(sheet) {
  const plain = sheet.replace(/\/\*[\s\S]*?\*\//g, "");
  return [...plain.matchAll(/([^{};]+)\{([^{}]*)\}/g)].map(([, selector, body]) => ({
    selector: selector.trim(),
    text: body.match(/(?:^|[;\s])color:\s*([^;]+)/)?.[1].trim(),
    ground: body.match(/(?:^|[;\s])background(?:-color)?:\s*([^;]+)/)?.[1].trim(),
  }));
}

const named = (value) => [...(value ?? "").matchAll(/var\(--([\w-]+)/g)].map(([, name]) => name);

/** A colour of a style sheet: a token, or so much of one over what is beneath. `own`: which network's colour `--c` is. */
function resolve(value, index, own, beneath) {
  const mixed = value.match(/^color-mix\(in srgb, (.+) (\d+)%, (.+)\)$/);
  if (mixed) return mix(resolve(mixed[1], index, own, beneath), mixed[3] === "transparent" ? beneath : resolve(mixed[3], index, own, beneath), Number(mixed[2]) / 100);
  const [, name] = value.match(/^var\(--([\w-]+)(?:, .+)?\)$/) ?? [];
  return name ? rgb(tokens[name === "c" ? own : name][index]) : null;
}

test("every rule that names a text's colour and its ground keeps 4.5:1, in both themes and for each network's colour", () => {
  let pairs = 0;
  for (const { name, rules } of SHEETS) {
    for (const { selector, text, ground } of rules) {
      if (!named(text).length || !named(ground).length || /:disabled/.test(selector)) continue;
      // What is mixed with what lies beneath (a badge) lies on a panel; that it does is what axe sees on every page.
      for (const index of [0, 1]) for (let number = 0; number < 8; number += 1) {
        const [over, under] = [resolve(text, index, `c${number}`, null), resolve(ground, index, `c${number}`, rgb(tokens.panel[index]))];
        const found = ratio(over, under);
        assert.ok(found >= 4.5, `${name} ${selector}: ${text} on ${ground} is ${found.toFixed(2)}`);
        pairs += 1;
      }
    }
  }
  assert.ok(pairs > 400, `${pairs} pairs`);
});

test("text is written, and grounds are filled, in tokens whose contrast is computed", () => {
  for (const { name, rules } of SHEETS) {
    for (const { selector, text, ground } of rules) {
      for (const token of named(text)) assert.ok(TEXTS.has(token), `${name} ${selector}: text in --${token}`);
      // A gradient is a drawing, like the panel's lines.
      for (const token of /gradient/.test(ground ?? "") ? [] : named(ground)) assert.ok(GROUNDS.has(token), `${name} ${selector}: ground of --${token}`);
      for (const value of [text, ground].filter(Boolean)) assert.doesNotMatch(value, /#[0-9a-f]{3}|\brgba?\(|\bhsla?\(/i, `${name} ${selector}`);
    }
  }
});
