// The front page in two minutes: one screen on a desk and three in a hand, few stops of the tab key,
// for each role, in daylight and in the dark; and figures that can be copied.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { axe, openPage, overflow, startBrowser, startService } from "./support.mjs";

const DESK = { width: 1440, height: 900 };
const HAND = { width: 375, height: 812 };
const ROLES = [["chef", "851"], ["secretariat"], ["working_group"], ["reader"]];

let service, published, browser;
before(async () => {
  [service, published] = await Promise.all([startService({ demo: true }), startService()]);
  browser = await startBrowser();
});
after(async () => {
  await browser?.close();
  await service?.stop();
  await published?.stop();
});

/** How many windows the page is high. */
function screens(page) {
  return page.evaluate(() => document.documentElement.scrollHeight / innerHeight);
}

/** Stops of the tab key up to the last of what a selector finds. */
function stops(page, selector) {
  return page.evaluate((last) => {
    const all = [...document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex='0']")];
    const seen = all.filter((element) => element.offsetParent !== null || element.closest(".skip"));
    const found = [...document.querySelectorAll(last)].at(-1);
    return seen.filter((element) => found.compareDocumentPosition(element) & Node.DOCUMENT_POSITION_PRECEDING
      || found.contains(element)).length;
  }, selector);
}

for (const [as, municipality] of ROLES) {
  describe(`the front page of a ${as}`, () => {
    for (const [kind, of] of [["synthetic", () => service], ["published", () => published]]) {
      for (const [viewport, most] of [[DESK, 1], [HAND, 3]]) {
        test(`${kind} figures, ${viewport.width} pixels: at most ${most} screens, axe clean`, async () => {
          const { page, wrong, close } = await openPage(browser, of(), { as, municipality, viewport });
          await page.goto(of().url, { waitUntil: "networkidle" });
          const high = await screens(page);
          assert.ok(high <= most, `${high.toFixed(2)} screens`);
          const tabs = await stops(page, ".front-cards a");
          assert.ok(tabs < 60, `${tabs} stops`);
          console.log(`${as} ${kind} ${viewport.width}: ${high.toFixed(2)} screens, ${tabs} stops`);
          assert.equal(await overflow(page), 0);
          assert.deepEqual(await axe(page), []);
          assert.deepEqual(wrong, []);
          await close();
        });
      }
    }
  });
}

describe("in the dark", () => {
  const PAGES = ["/", "/komponentanalyse", "/kommuner/851", "/kommuner/sammenlign?med=851&med=846", "/tilbud", "/takster",
    "/takster/opfoelgning", "/arbejdsplan", "/ledige-pladser", "/ledige-pladser/ny", "/enkeltsager", "/moeder", "/data", "/data/1",
    "/konto", "/maerker"];
  for (const address of PAGES) {
    test(`${address}: axe finds nothing`, async () => {
      const { page, wrong, close } = await openPage(browser, service, { colorScheme: "dark" });
      await page.goto(service.url + address, { waitUntil: "networkidle" });
      const paper = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
      assert.equal(paper, "rgb(18, 24, 28)");
      assert.deepEqual(await axe(page), []);
      assert.deepEqual(wrong, []);
      await close();
    });
  }

  test("with colours of the reader's own the page is whole", async () => {
    const { page, wrong, close } = await openPage(browser, service, { forcedColors: "active" });
    for (const address of ["/", "/komponentanalyse"]) {
      await page.goto(service.url + address, { waitUntil: "networkidle" });
      assert.deepEqual(await axe(page), []);
    }
    assert.deepEqual(wrong, []);
    await close();
  });
});

describe("figures", () => {
  test("the analysis has few stops before its figures' end, and one picture for each measure", async () => {
    const { page, close } = await openPage(browser, service);
    await page.goto(`${service.url}/komponentanalyse`);
    const tabs = await stops(page, ".key-card a");
    assert.ok(tabs < 60, `${tabs} stops`);
    assert.equal(await page.locator("figure.chart").count(), 4, "three measures and what drives them");
    await close();
  });

  test("a figure that is not there is copied as a dash, and read with its name", async () => {
    const { page, close } = await openPage(browser, published);
    await page.goto(`${published.url}/komponentanalyse?price-level=2031`);
    const copied = await page.evaluate(() => {
      const cell = [...document.querySelectorAll(".data td")].find((cell) => cell.querySelector("sup"));
      getSelection().selectAllChildren(cell);
      return getSelection().toString().trim();
    });
    assert.equal(copied, "\u2013");
    await page.goto(`${published.url}/kommuner/851`);
    assert.match(await page.innerText("main"), /Der er ingen tal for Aalborg Kommune endnu\. Indlæs dem/);
    await page.goto(`${published.url}/komponentanalyse`);
    await page.getByRole("link", { name: "Enhedsudgift 2024, SEL § 107: 854.551 kroner" }).first().waitFor();
    await close();
  });

  test("in a hand the newest year is seen first, and the first column stays", async () => {
    const { page, close } = await openPage(browser, service, { viewport: HAND });
    await page.goto(`${service.url}/komponentanalyse`);
    const table = page.locator("table.data").nth(1);
    assert.equal((await table.locator("thead th").nth(1).innerText()).split(/\s/)[0], "2024");
    const left = await table.evaluate((table) => {
      const place = table.closest(".scroll");
      place.scrollLeft = place.scrollWidth;
      const name = table.querySelector("tbody th").getBoundingClientRect();
      return name.left - place.getBoundingClientRect().left;
    });
    assert.ok(Math.abs(left) < 2, `${left} pixels away`);
    await close();
  });
});
