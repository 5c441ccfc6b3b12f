// Charts as they stand in the pages: drawn, said in words, and again as a table, with nothing that the policy would refuse.
import assert from "node:assert/strict";
import { test } from "node:test";
import { pages, read } from "./hub.mjs";

const html = (path) => read(`${path.slice(1)}index.html`);
const figures = (page) => page.match(/<figure class="chart">.*?<\/figure>/gs) ?? [];
const drawn = pages.filter((path) => path.endsWith("/") && html(path).includes('class="draw"'));

test("every drawing has a name and a description of its own, and stands above its table", (t) => {
  let count = 0;
  for (const path of drawn) {
    const page = html(path);
    for (const figure of figures(page).filter((figure) => figure.includes('class="draw"'))) {
      count += 1;
      const [, title, desc] = /<svg class="draw" role="img" aria-labelledby="(\S+) (\S+)"/.exec(figure) ?? assert.fail(path);
      for (const [element, id] of [["title", title], ["desc", desc]]) {
        assert.match(figure, new RegExp(`<${element} id="${id}">[^<]+</${element}>`), path);
        assert.equal(page.split(` id="${id}"`).length, 2, `${path}: ${id}`);
      }
      assert.ok(figure.indexOf("</svg>") < figure.indexOf("<table>"), path);
      assert.doesNotMatch(figure, / style=|<style|<script/, path);
    }
  }
  t.diagnostic(`${count} drawings on ${drawn.length} pages`);
  assert.ok(count > 0);
});

test("two columns of numbers are two rows of bars and two columns of the table", () => {
  const path = "/charts/vacancy-and-turnover/";
  const [figure] = figures(html(path));
  const bars = [...figure.matchAll(/<rect x="0%" y="\d+" width="([\d.]+)%" height="16"/g)].map(([, width]) => Number(width));
  assert.equal(bars.length, 4);
  // 9.5, 9.4, 9.6 and 7.8: the longest is the third.
  for (const [at, number] of [9.5, 9.4, 9.6, 7.8].entries()) assert.ok(Math.abs(bars[at] / bars[2] - number / 9.6) < 0.001, `${bars}`);
  for (const words of ["9.5%", "9.4%", "9.6%", "7.8%"]) {
    assert.equal(figure.split(`>${words}</text>`).length, 2, words);
    assert.equal(figure.split(`<strong>${words}</strong></td>`).length, 2, words);
  }
  for (const name of ["children", "adults"]) assert.ok(figure.includes(`>${name}</text>`) && figure.includes(`class="num">${name}</th>`), name);
});
