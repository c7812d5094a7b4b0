// Pictures with masked figures: what is drawn does not depend on what is hidden.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { startBrowser } from "./support.mjs";

const file = (path) => fileURLToPath(new URL(`../../${path}`, import.meta.url));

let browser;
before(async () => {
  browser = await startBrowser();
});
after(() => browser?.close());

/** Draws one picture as a page does; the page, with what is drawn to be asked for. */
async function draw(kind, points, masked) {
  const line = { label: "Sager", points, ...(masked && { masked }) };
  const data = { title: "Sager", unit: "", labels: points.map((_, i) => `Kommune ${i}`), lines: [line] };
  const page = await browser.newPage({ viewport: { width: 800, height: 600 }, reducedMotion: "reduce" });
  await page.setContent(`<figure class="chart"><div style="width: 700px; height: 300px"><canvas></canvas></div>
    <script type="application/json" data-chart="${kind}">${JSON.stringify(data)}</script></figure>`);
  await page.addScriptTag({ path: file("node_modules/chart.js/dist/chart.umd.js") });
  await page.addScriptTag({ path: file("static/charts.js") });
  return page;
}

/** Each bar of each set with its length in pixels, the end of the axis, and what a tooltip says. */
const drawn = (page) => page.evaluate(() => {
  const chart = Chart.getChart(document.querySelector("canvas"));
  const sets = chart.data.datasets.map((set, at) => ({
    label: set.label,
    hatched: set.backgroundColor instanceof CanvasPattern,
    lengths: chart.getDatasetMeta(at).data.map((bar, i) => (set.data[i] === null ? null : Math.round(bar.width))),
    tips: set.data.map((raw, dataIndex) =>
      raw === null ? null : chart.options.plugins.tooltip.callbacks.label({ raw, dataIndex, dataset: set })),
  }));
  return { sets, end: chart.scales.x.max, legend: chart.options.plugins.legend.display };
});

describe("a masked figure", () => {
  test("is a hatched bar of one length, called skjult", async () => {
    const page = await draw("bars", ["12", null, "40", null, "0"], [1, 3]);
    const { sets: [told, masked], legend } = await drawn(page);
    assert.deepEqual(told.tips, ["12", null, "40", null, "0"]);
    assert.ok(!told.hatched);
    assert.ok(masked.hatched && masked.label === "skjult" && legend);
    assert.deepEqual(masked.tips, [null, "skjult", null, "skjult", null]);
    assert.deepEqual(masked.lengths, [null, 18, null, 18, null]);
    await page.close();
  });

  test("moves neither the axis nor the other bars", async () => {
    const of = async (points, masked) => {
      const page = await draw("bars", points, masked);
      const { sets, end } = await drawn(page);
      await page.close();
      return { end, lengths: sets[0].lengths, hidden: sets[1]?.lengths.filter((length) => length !== null) ?? [] };
    };
    const small = await of(["3", null, "4"], [1]);
    const large = await of(["3000000", null, "4000000"], [1]);
    const gap = await of(["3", null, "4"]);
    assert.deepEqual([small.hidden, large.hidden, gap.hidden], [[18], [18], []]);
    assert.deepEqual([small.end, small.lengths], [gap.end, gap.lengths]);
    assert.equal(small.end * 1e6, large.end);
    const alone = await of([null, null], [0, 1]);
    assert.deepEqual(alone.hidden, [18, 18]);
  });

  test("is a gap in a line", async () => {
    const page = await draw("line", ["1", null, "3"], [1]);
    const gap = await page.evaluate(() => {
      const chart = Chart.getChart(document.querySelector("canvas"));
      const [{ data, spanGaps }] = chart.data.datasets;
      return { data, spanGaps, skipped: chart.getDatasetMeta(0).data[1].skip };
    });
    assert.deepEqual(gap, { data: [1, null, 3], spanGaps: false, skipped: true });
    await page.close();
  });
});
