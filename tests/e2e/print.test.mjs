// Printed pages: a picture stays in its place, and no row is cut.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, describe, test } from "node:test";
import { openPage, startBrowser, startService } from "./support.mjs";

// A4 less its margins, at 96 pixels an inch.
const PAPER = { width: 718, height: 1047 };
const PAGES = ["/komponentanalyse", "/paragraffer/SEL_107", "/kommuner/851", "/takster/stigninger"];

let browser, service;
before(async () => {
  browser = await startBrowser();
  service = await startService({ demo: true });
});
after(async () => {
  await browser?.close();
  await service?.stop();
});

describe("printed", () => {
  for (const address of PAGES) {
    for (const width of [1440, 375]) {
      test(`${address} from a window of ${width} pixels`, async () => {
        const { page, wrong, close } = await openPage(browser, service, { viewport: { width, height: 900 } });
        await page.goto(service.url + address);
        await page.evaluate(() => dispatchEvent(new Event("beforeprint")));
        await page.emulateMedia({ media: "print" });
        await page.setViewportSize(PAPER);
        const pictures = await page.evaluate(() => {
          const of = (element) => element.getBoundingClientRect();
          const charts = [...document.querySelectorAll(".chart-drawn")];
          return charts.map((figure) => {
            const [canvas, place] = [of(figure.querySelector("canvas")), of(figure)];
            return {
              shape: canvas.width / canvas.height,
              inside: canvas.left >= place.left - 1 && canvas.right <= place.right + 1
                && canvas.top >= place.top - 1 && canvas.bottom <= place.bottom + 1,
            };
          });
        });
        assert.ok(pictures.length > 0 || address === "/takster/stigninger", "no picture is drawn");
        for (const picture of pictures) {
          assert.ok(picture.inside, "a picture stands over what is beside it");
          assert.ok(Math.abs(picture.shape - 640 / 300) < 0.1, `a picture is ${picture.shape} wide`);
        }
        const rows = await page.evaluate(() =>
          [...document.querySelectorAll(".data tr")].map((row) => getComputedStyle(row).breakInside));
        assert.ok(rows.length > 0 && rows.every((value) => value === "avoid"), "a row may be cut");
        const letters = await page.evaluate(() => {
          const all = [...document.querySelectorAll("main th, main td, main p, main li, main .unit")];
          const styles = all.filter((one) => one.checkVisibility()).map((one) => getComputedStyle(one));
          return { family: styles[0].fontFamily, least: Math.min(...styles.map((style) => parseFloat(style.fontSize))) };
        });
        assert.match(letters.family, /^"?IBM Plex Sans/);
        assert.ok(letters.least >= (8 * 4) / 3, `letters of ${letters.least} pixels are less than 8 points`);
        assert.deepEqual(wrong, []);
        await close();
      });
    }
  }
});

test("a picture is saved as a file with its title, and says that its figures are made up", async () => {
  const { page, wrong, close } = await openPage(browser, service);
  await page.goto(service.url + "/paragraffer/SEL_107");
  const button = page.getByRole("button", { name: "Gem som billede: Enhedsudgift 2024" });
  const [file] = await Promise.all([page.waitForEvent("download"), button.click()]);
  assert.equal(file.suggestedFilename(), "enhedsudgift-2024.png");
  const bytes = readFileSync(await file.path());
  assert.equal(bytes.subarray(1, 4).toString(), "PNG");
  const [width, height] = [bytes.readUInt32BE(16), bytes.readUInt32BE(20)];
  const canvas = await page.evaluate(() => {
    const { width, height } = document.querySelector(".chart-drawn canvas");
    return { width, height };
  });
  // A margin on both sides; the title above, a margin below.
  assert.ok(width > canvas.width && height > canvas.height + 40, `${width} × ${height}`);
  assert.deepEqual(wrong, []);
  await close();
});

/** Until the first picture of a page is drawn: one that is further down is drawn after what is seen. */
function isDrawn(page) {
  return page.waitForFunction(() => Chart.getChart(document.querySelector(".chart-drawn canvas")));
}

test("every picture is drawn, though nobody scrolls to it and nothing moves", async () => {
  for (const width of [1440, 375]) {
    const { page, wrong, close } = await openPage(browser, service, { viewport: { width, height: 900 } });
    for (const address of ["/tilbud/SYN-001", "/kommuner/851", "/komponentanalyse"]) {
      await page.goto(service.url + address);
      const all = () => [...document.querySelectorAll(".chart-drawn canvas")].every((canvas) => Chart.getChart(canvas));
      assert.ok((await page.locator(".chart-drawn canvas").count()) > 1, address);
      // Not at each frame: asking for frames would be what draws them.
      await page.waitForFunction(all, null, { polling: 100, timeout: 5000 });
    }
    assert.deepEqual(wrong, []);
    await close();
  }
});

test("a bar that is clicked leads to its municipality", async () => {
  const { page, wrong, close } = await openPage(browser, service);
  await page.goto(service.url + "/paragraffer/SEL_107");
  await isDrawn(page);
  const { addresses, at } = await page.evaluate(() => {
    const { addresses } = JSON.parse(document.querySelector("script[data-chart]").textContent);
    const canvas = document.querySelector(".chart-drawn canvas");
    canvas.scrollIntoView({ block: "center" });
    const chart = Chart.getChart(canvas);
    const place = canvas.getBoundingClientRect();
    const bar = chart.getDatasetMeta(0).data[3];
    return { addresses, at: { x: place.left + (bar.base + bar.x) / 2, y: place.top + bar.y } };
  });
  await page.mouse.click(at.x, at.y);
  await page.waitForURL(service.url + addresses[3]);
  assert.match(addresses[3], /^\/kommuner\/\d{3}$/);
  assert.deepEqual(wrong, []);
  await close();
});

/** Where a point of a page's first picture is, and where it leads. */
async function point(page, line, at) {
  await isDrawn(page);
  return page.evaluate(([line, at]) => {
    const { addresses } = JSON.parse(document.querySelector("script[data-chart]").textContent);
    const canvas = document.querySelector(".chart-drawn canvas");
    canvas.scrollIntoView({ block: "center" });
    const chart = Chart.getChart(canvas);
    chart.stop();
    chart.update("none");
    const place = canvas.getBoundingClientRect();
    const drawn = chart.getDatasetMeta(line).data[at];
    return { address: addresses[line][at], x: place.left + drawn.x, y: place.top + drawn.y };
  }, [line, at]);
}

test("a point of a line leads to its figure, and the figure in the table to the same", async () => {
  const { page, wrong, close } = await openPage(browser, service);
  for (const address of ["/kommuner/851", "/kommuner/sammenlign?med=851&med=846", "/tilbud/SYN-001", "/ledige-pladser/belaegning"]) {
    await page.goto(service.url + address, { waitUntil: "networkidle" });
    const { address: to, x, y } = await point(page, 0, 1);
    assert.match(to, /^\/hvorfra\?/, address);
    const beside = await page.locator("table.data a").evaluateAll((all) => all.map((one) => one.getAttribute("href")));
    assert.ok(beside.includes(to), `${address}: the table has ${to}`);
    await page.mouse.click(x, y);
    await page.waitForURL(service.url + to);
    assert.match(await page.innerText("h1"), /Hvor kommer tallet fra/);
  }
  assert.deepEqual(wrong, []);
  await close();
});

test("a finger's first touch of a point tells the figure, the second leads on", async () => {
  const { page, wrong, close } = await openPage(browser, service, { viewport: { width: 375, height: 812 }, hasTouch: true });
  const address = `${service.url}/kommuner/851`;
  await page.goto(address, { waitUntil: "networkidle" });
  const { address: to, x, y } = await point(page, 0, 2);
  await page.touchscreen.tap(x, y);
  await page.waitForFunction(() => Chart.getChart(document.querySelector(".chart-drawn canvas")).tooltip.dataPoints?.length > 0);
  assert.equal(page.url(), address);
  await page.touchscreen.tap(x, y);
  await page.waitForURL(service.url + to);
  assert.deepEqual(wrong, []);
  await close();
});
