// A form of Decap CMS as an editor fills it in: by the names of its fields, with keys and clicks.
// A text is typed or chosen, `true` switches, a list adds items, an object opens a group.

/** Everything that says its field in its label: the box around it, the n-th of its name, and none of a group or list further in. */
const box = (around, name, nth) =>
  around.evaluateHandle(
    (around, { name, nth }) => {
      const labels = [...around.querySelectorAll(`label[for^="${name}-field-"]`)];
      const own = labels.filter((label) => (label.closest('div[id*="-field-"]') ?? document.body) === around);
      return own[nth]?.closest('[class*="ControlContainer"]') ?? null;
    },
    { name, nth },
  );

async function choose(page, input, words) {
  await input.focus();
  await page.keyboard.press("ArrowDown");
  const offered = page.locator('[role="option"]');
  const option = offered.getByText(words, { exact: true }).first();
  await offered.first().or(page.getByText("No options")).waitFor();
  // A relation offers the first few, and what it knew when the page was opened: the rest is found by its words.
  if (!(await option.isVisible())) await input.fill(words);
  await option.click();
}

/** Types over what stands there, as keys do: a form that is drawn anew in between loses what was marked. */
async function type(page, input, words) {
  do {
    await input.focus();
    await input.fill(words);
    if ((await input.inputValue()) !== words) await page.keyboard.press("ControlOrMeta+A").then(() => page.keyboard.press("Delete"));
  } while ((await input.inputValue()) !== words);
}

async function fill(page, around, name, value, nth = 0) {
  const at = (await box(around, name, nth)).asElement();
  if (!at) throw new Error(`the form has no field “${name}”`);
  if (typeof value === "boolean") {
    const toggle = await at.$('[role="switch"]');
    if ((await toggle.getAttribute("aria-checked")) !== String(value)) await toggle.click();
    return;
  }
  const chooser = await at.$('[role="combobox"]');
  const inner = await at.$(':scope > div[id*="-field-"]');
  if (Array.isArray(value) && !inner) {
    for (const words of value) await choose(page, chooser, words);
  } else if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) {
      await (await inner.$('button:has-text("Add ")')).click();
      const fields = typeof item === "object" ? Object.entries(item) : [["item", item]];
      for (const [field, words] of fields) await fill(page, inner, field, words, index);
    }
  } else if (typeof value === "object") {
    const expand = await inner.$('[data-testid="expand-button"][aria-label="Expand"]');
    if (expand) await expand.click();
    for (const [field, words] of Object.entries(value)) await fill(page, inner, field, words);
  } else if (chooser) {
    await choose(page, chooser, value);
  } else {
    const [text, prose] = [await at.$("input, textarea"), await at.$('[contenteditable="true"]')];
    if (prose) {
      await prose.click();
      await page.keyboard.press("ControlOrMeta+A");
      await page.keyboard.insertText(value);
    } else if (text) {
      await type(page, text, value);
    } else {
      // A file that lies in the repository already.
      page.once("dialog", (question) => question.accept(value));
      await (await at.$('button:has-text("Insert from URL")')).click();
    }
  }
}

/** Fills in fields of the form that is open. */
export async function fillIn(page, values) {
  const all = await page.$("body");
  for (const [name, value] of Object.entries(values)) {
    try {
      await fill(page, all, name, value);
    } catch (fault) {
      throw new Error(`${name}: ${fault.message}`, { cause: fault });
    }
  }
}

/** Saves, and gives what was saved: the file's path and its text. What the form refuses is an error in its own words. */
export async function save(page) {
  const before = await page.evaluate(() => JSON.stringify(window.repoFilesUnpublished));
  await page.getByRole("button", { name: "Save", exact: true }).click();
  const ended = await page.waitForFunction((before) => {
    const refused = [...document.querySelectorAll('[class*="ControlErrorsList"] li')].map((item) => item.innerText);
    if (refused.length) return { refused };
    return JSON.stringify(window.repoFilesUnpublished) !== before && { entries: Object.values(window.repoFilesUnpublished) };
  }, before);
  const { refused, entries } = await ended.jsonValue();
  if (refused) throw new Error(`the form refuses: ${refused.join("; ")}`);
  const latest = entries.reduce((one, other) => (other.updatedAt > one.updatedAt ? other : one));
  const [{ path, content }] = latest.diffs;
  return { path, content };
}
