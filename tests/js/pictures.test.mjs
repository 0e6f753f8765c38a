// The canonical pictures: what is drawn where for fixed snapshots, item by item, as kept in pictures/. After a change that means to move
// something, look at the map, then write them anew: UPDATE_PICTURES=1 node --test tests/js/pictures.test.mjs

import assert from "node:assert/strict";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { layout } from "../../static/dashboard/layout.js";
import { CANONICAL } from "./canonical.mjs";

const FOLDER = join(dirname(fileURLToPath(import.meta.url)), "pictures");
const VIEW = { width: 1040, height: 780, step: "fitting" };

/** How a picture is asked for, where it is not as most are. @type {Record<string, object>} */
const ASKED = {
  projector: { width: 800, height: 350, step: "cards", projector: true },
  dots: { ...VIEW, step: "dots" },
};

/** A line per item: what it is, its box, what is written in it. */
function written(picture) {
  const lines = picture.items.map((item) => {
    const box = [item.x, item.y, item.w, item.h].map((one) => Math.round(one * 10) / 10).join(" ");
    const texts = [item.name, item.note, item.text, ...(item.lines ?? []).map((line) => line.text), ...(item.badges ?? []).map((badge) => badge.text)].filter(Boolean);
    const marks = [item.form, item.state, item.tone, typeof item.colour === "number" ? `c${item.colour}` : "", item.remembered ? "remembered" : "", item.route ? `route ${item.route}` : "", item.away ? "away" : ""].filter(Boolean);
    return [`${item.layer} ${item.type}`, box, marks.join(" "), texts.join(" | ")].join(" ; ");
  });
  return `${picture.step} ${Math.round(picture.width)} x ${Math.round(picture.height)}\n${lines.sort().join("\n")}\n`;
}

for (const [name, make] of Object.entries(CANONICAL)) {
  test(`the picture ${name} is as it was`, () => {
    const file = join(FOLDER, `${name}.txt`);
    const now = written(layout(make(), ASKED[name] ?? VIEW));
    if (process.env.UPDATE_PICTURES) {
      mkdirSync(FOLDER, { recursive: true });
      writeFileSync(file, now);
    }
    assert.deepEqual(now.split("\n"), readFileSync(file, "utf8").split("\n"));
  });
}
