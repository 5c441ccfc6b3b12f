// How pages look to readers whose eyes or devices ask for something else: dark, more contrast, colours of their own, no motion,
// great letters. Read from what the browser makes of the style sheets, on one page of every type and kind.
import assert from "node:assert/strict";
import { test } from "node:test";
import { stage, visit } from "./browser.mjs";
import { byType, read, samples } from "./hub.mjs";

const on = stage();
const kinds = new Map([...samples].map(([kind, path]) => [path, kind]));

// What stands on what, and how much they must differ: 4.5 for words, 3 for borders of controls and marks that mean something.
const PAIRS = [
  ...["bg", "surface"].flatMap((ground) => ["text", "muted", "link", "visited", "accent"].map((ink) => [ink, ground, 4.5])),
  ["on-accent", "accent", 4.5],
  ["bg", "text", 4.5],
  ["bg", "stop", 4.5],
  ["on-focus", "focus", 4.5],
  ...["good", "warn", "stop", "info"].flatMap((kind) => [[kind, `${kind}-bg`, 4.5], ["text", `${kind}-bg`, 4.5], ["link", `${kind}-bg`, 4.5], ["visited", `${kind}-bg`, 4.5], ["muted", `${kind}-bg`, 4.5], [kind, "bg", 3]]),
  ["line-strong", "bg", 3],
  ["line-strong", "surface", 3],
  ["accent", "bg", 3],
];

const measure = (pairs) => {
  const probe = document.body.appendChild(document.createElement("i"));
  const channels = (name) => {
    probe.style.color = `var(--${name})`;
    const color = getComputedStyle(probe).color;
    return color.match(/[\d.]+/g).slice(0, 3).map(Number);
  };
  const light = (name) => {
    const [r, g, b] = channels(name).map((v) => v / 255).map((v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const found = pairs.map(([a, b, least]) => {
    const [x, y] = [light(a), light(b)].sort((p, q) => q - p);
    return { pair: `${a} on ${b}`, ratio: (x + 0.05) / (y + 0.05), least };
  });
  probe.remove();
  return found;
};

test("every pair of colours has its contrast: light, dark, and where more is asked for", async (t) => {
  for (const contrast of ["no-preference", "more"]) {
    for (const colorScheme of ["light", "dark"]) {
      const context = await on.browser.newContext({ colorScheme, contrast });
      const page = await context.newPage();
      await page.goto(`${on.origin}/`);
      const found = await page.evaluate(measure, PAIRS);
      const low = found.filter(({ ratio, least }) => ratio < least);
      assert.deepEqual(low, [], `${colorScheme}, ${contrast}`);
      const words = found.filter(({ least }) => least === 4.5);
      const [worst] = words.sort((a, b) => a.ratio - b.ratio);
      t.diagnostic(`${colorScheme}, contrast ${contrast}: ${found.length} pairs, lowest ${worst.ratio.toFixed(1)} (${worst.pair})`);
      if (contrast === "more") assert.ok(worst.ratio >= 7, `${worst.pair} has ${worst.ratio.toFixed(1)} where more contrast is asked for`);
      await context.close();
    }
  }
});

test("where more contrast is asked for, quiet lines and words are as strong as the others", async () => {
  const values = async (contrast) => {
    const context = await on.browser.newContext({ contrast });
    const page = await context.newPage();
    await page.goto(on.origin + samples.get("research-summary"));
    const seen = await page.evaluate(() => [getComputedStyle(document.querySelector(".muted, .meta")).color, getComputedStyle(document.body).color]);
    await context.close();
    return seen;
  };
  const [quiet, loud] = await values("no-preference");
  assert.notEqual(quiet, loud);
  const [muted, text] = await values("more");
  assert.equal(muted, text);
});

// What shows in forced colours: each part that means something by its ground must have an edge or a sign there.
const shapes = () => {
  const faults = [];
  const isSeen = (part) => part.getClientRects().length > 0 && !part.closest("[hidden]");
  const hasEdge = (part) => {
    const style = getComputedStyle(part);
    return ["Top", "Right", "Bottom", "Left"].some((side) => parseFloat(style[`border${side}Width`]) > 0 && style[`border${side}Style`] !== "none") || parseFloat(style.outlineWidth) > 0 && style.outlineStyle !== "none";
  };
  for (const part of document.querySelectorAll(".box, .badge, .word, .answer, .contact, .btn, .bars i, .preview, .citation, .steps > li, .letters a, .chip, .find input, progress, fieldset input, .term-card:popover-open")) {
    if (!isSeen(part) || part.matches(".steps > li, fieldset input, progress")) continue;
    if (!hasEdge(part)) faults.push(`${part.className || part.tagName} has no edge`);
  }
  // The bars of a rating: filled ones must differ from empty ones by their ground.
  for (const bars of document.querySelectorAll(".ev:is(.s1, .s2, .s3) .bars")) {
    const grounds = new Set([...bars.children].map((bar) => getComputedStyle(bar).backgroundColor));
    if (isSeen(bars) && grounds.size < 2) faults.push("the bars of a rating are all alike");
  }
  return faults;
};

test("in forced colours no box, badge, button or rating is lost", async (t) => {
  for (const colorScheme of ["light", "dark"]) {
    const context = await on.browser.newContext({ forcedColors: "active", colorScheme });
    const faults = [];
    await visit(context, on.origin, kinds.keys(), async (page, path) => {
      for (const fault of await page.evaluate(shapes)) faults.push(`${kinds.get(path)} (${path}): ${fault}`);
    });
    await context.close();
    assert.deepEqual(faults, [], colorScheme);
  }
  t.diagnostic(`${kinds.size} pages, light and dark`);
});

test("in forced colours, in the dark and with more contrast focus is seen on everything that takes it", async (t) => {
  let stops = 0;
  for (const emulation of [{ forcedColors: "active" }, { colorScheme: "dark" }, { contrast: "more" }, {}]) {
    const context = await on.browser.newContext({ ...emulation, viewport: { width: 1280, height: 900 } });
    const page = await context.newPage();
    for (const path of ["/", samples.get("research-summary"), samples.get("case-review-summary"), "/search/?q=supervision", "/offline/"]) {
      await page.goto(on.origin + path, { waitUntil: "networkidle" });
      const bare = async () => page.evaluate(() => {
        const part = document.activeElement;
        if (!part || part === document.body) return null;
        const { outlineStyle, outlineWidth, outlineColor, boxShadow } = getComputedStyle(part);
        const outline = outlineStyle !== "none" && parseFloat(outlineWidth) >= 2 && !/, 0\)|transparent/.test(outlineColor);
        return outline || boxShadow !== "none" ? "" : `${part.tagName} ${part.className} ${part.textContent.trim().slice(0, 30)}`;
      });
      for (let step = 0; step < 40; step += 1) {
        await page.keyboard.press("Tab");
        const found = await bare();
        if (found === null) break;
        stops += 1;
        assert.equal(found, "", `${path}, ${JSON.stringify(emulation)}: focus is not seen`);
      }
    }
    await context.close();
  }
  t.diagnostic(`${stops} stops`);
});

test("where no motion is asked for nothing moves", async (t) => {
  const context = await on.browser.newContext({ reducedMotion: "reduce" });
  const moving = [];
  await visit(context, on.origin, kinds.keys(), async (page, path) => {
    const found = await page.evaluate(() => {
      const parts = [...document.querySelectorAll("*")].filter((part) => {
        const { transitionDuration, animationName, scrollBehavior } = getComputedStyle(part);
        return transitionDuration.split(", ").some((time) => parseFloat(time) > 0) || animationName !== "none" || scrollBehavior === "smooth";
      });
      return [...parts.map((part) => part.outerHTML.slice(0, 60)), ...document.getAnimations().map(String)];
    });
    moving.push(...found.map((part) => `${path}: ${part}`));
  });
  await context.close();
  assert.deepEqual(moving, []);
  t.diagnostic(`${kinds.size} pages`);
});

// 1280 px at 400 %: 320 px wide and 256 px high. Nothing may stand over the words there but what a reader opens.
test("at 400 % the words have the screen to themselves, and nothing scrolls sideways", async (t) => {
  const context = await on.browser.newContext({ viewport: { width: 320, height: 256 }, deviceScaleFactor: 4 });
  const faults = [];
  await visit(context, on.origin, kinds.keys(), async (page, path) => {
    const found = await page.evaluate(() => {
      const { scrollWidth, clientWidth, clientHeight } = document.documentElement;
      const over = [...document.querySelectorAll("body *")].filter((part) => ["fixed", "sticky"].includes(getComputedStyle(part).position) && part.getClientRects().length);
      const taken = over.reduce((sum, part) => sum + part.getBoundingClientRect().height, 0);
      const cut = [...document.querySelectorAll("main :is(h1, h2, h3, p, li, dd, dt, button, a)")].filter((part) => {
        if (part.closest(".tscroll, .vh, pre, [hidden], svg") || !part.getClientRects().length) return false;
        const { left, right } = part.getBoundingClientRect();
        return right > clientWidth + 1 || left < -1;
      });
      return [
        ...(scrollWidth > clientWidth ? [`needs ${scrollWidth} px`] : []),
        ...(taken > clientHeight / 3 ? [`${taken} px of ${clientHeight} are covered`] : []),
        ...cut.map((part) => `cut off: ${part.outerHTML.slice(0, 60)}`),
      ];
    });
    faults.push(...found.map((fault) => `${path}: ${fault}`));
  });
  await context.close();
  assert.deepEqual(faults, []);
  t.diagnostic(`${kinds.size} pages`);
});

test("charts keep their lines and words in the dark and in forced colours", async (t) => {
  const path = samples.get("chart");
  for (const emulation of [{ colorScheme: "dark" }, { forcedColors: "active" }, { forcedColors: "active", colorScheme: "dark" }]) {
    const context = await on.browser.newContext(emulation);
    const page = await context.newPage();
    await page.goto(on.origin + path);
    const faint = await page.evaluate(() => {
      const light = (color) => {
        const [r, g, b] = color.match(/[\d.]+/g).slice(0, 3).map((v) => v / 255).map((v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4));
        return 0.2126 * r + 0.7152 * g + 0.0722 * b;
      };
      const ground = light(getComputedStyle(document.body).backgroundColor);
      const ratio = (color) => { const [x, y] = [light(color), ground].sort((p, q) => q - p); return (x + 0.05) / (y + 0.05) };
      return [...document.querySelectorAll("svg.draw text")].filter((text) => ratio(getComputedStyle(text).fill) < 4.5).map((text) => text.textContent);
    });
    assert.deepEqual(faint, [], JSON.stringify(emulation));
    assert.ok((await page.locator("svg.draw text").count()) > 3);
    await context.close();
  }
  t.diagnostic(path);
});

test("a page that can be left at once can be left at once from anywhere on it, on a phone as well", async (t) => {
  const path = [...byType.values()].flat().find((path) => read(`${path.slice(1)}index.html`).includes("data-exit"));
  for (const viewport of [{ width: 360, height: 640 }, { width: 1280, height: 900 }]) {
    // What is still on its way would be measured too early.
    const context = await on.browser.newContext({ viewport, reducedMotion: "reduce" });
    const page = await context.newPage();
    await page.goto(on.origin + path);
    const button = page.locator("[data-exit]");
    for (const share of [0, 0.3, 0.7, 1]) {
      await page.evaluate((share) => scrollTo({ top: share * document.documentElement.scrollHeight, behavior: "instant" }), share);
      const { top, bottom, width, height, isOnTop } = await button.evaluate((link) => {
        const box = link.getBoundingClientRect();
        const there = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
        return { top: box.top, bottom: box.bottom, width: box.width, height: box.height, isOnTop: link.contains(there) };
      });
      assert.ok(top >= 0 && bottom <= viewport.height && height >= 44 && width >= 44 && isOnTop, `${viewport.width} px, scrolled ${share}: ${top} to ${bottom}`);
    }
    // Nothing that takes the focus is hidden below it.
    await page.evaluate(() => scrollTo({ top: 0, behavior: "instant" }));
    for (let step = 0; step < 60; step += 1) {
      await page.keyboard.press("Tab");
      const hidden = await page.evaluate(() => {
        const part = document.activeElement;
        const bar = document.querySelector("[data-exit]").getBoundingClientRect();
        if (part === document.body || part.matches("[data-exit], .tscroll, main")) return "";
        const box = part.getBoundingClientRect();
        return box.top >= bar.top && box.bottom <= bar.bottom && box.left >= bar.left && box.right <= bar.right ? part.outerHTML.slice(0, 80) : "";
      });
      assert.equal(hidden, "", `${viewport.width} px`);
    }
    await context.close();
  }
  t.diagnostic(path);
});
