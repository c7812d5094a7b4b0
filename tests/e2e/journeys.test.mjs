// Three people and the two minutes they have, from the sign-in to the end, on a desk and in a hand: the secretariat
// brings what is missing, asks and sends a paper; a head of department explains, confirms and reads it; a
// working group looks after entries and its milestone. Taps and scrolling are counted; axe looks at every page.
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { signsIn, walk } from "./journey.mjs";
import { PASSWORD, openPage, startBrowser, startService } from "./support.mjs";

// As it took when it was walked (18, 13 and 15 taps, the sign-in's three among them; 1,634, 923 and 591 pixels on a
// desk, 3,622, 2,403 and 1,008 in a hand), and a little more.
const WIDTHS = [
  { name: "desk", viewport: { width: 1440, height: 900 }, secretariat: 2200, chef: 1300, group: 900 },
  { name: "hand", viewport: { width: 375, height: 812 }, secretariat: 4500, chef: 3000, group: 1400 },
];
const TAPS = { secretariat: 20, chef: 15, group: 17 };

const CODES = ["773", "787", "810", "813", "820", "825", "840", "846", "849", "851", "860"];
const HEAD = "omraade;paragraf;aar;udgift;helaarspersoner;prisniveau\n";

/** The year after the newest of the region, of some municipalities. */
function figures(codes) {
  const paragraphs = ["SEL § 85", "SEL § 107", "SEL § 108", "ABL § 105/85"];
  return HEAD + codes.flatMap((code) => paragraphs.map((of) => `${code};${of};2025;9.000.000,00;10,0;2023\n`)).join("");
}

/** Sends a file as the secretariat, before the day begins. */
async function sent(service, text) {
  const { name, value } = await service.cookieOf("secretariat");
  const body = new FormData();
  for (const [key, word] of [["type", "components"], ["tal", ""], ["beloeb", ""], ["ark", ""], ["handling", "gem"]]) body.set(key, word);
  body.set("fil", new Blob([text]), "foerste.csv");
  const headers = { cookie: `${name}=${value}`, origin: service.url };
  const answer = await fetch(`${service.url}/data`, { method: "POST", body, headers, redirect: "manual" });
  assert.equal(answer.status, 303, await answer.text());
}

let browser;
before(async () => {
  browser = await startBrowser();
});
after(() => browser?.close());

for (const of of WIDTHS) {
  describe(`in two minutes (${of.name})`, () => {
    let service;
    before(async () => {
      service = await startService({ demo: true });
      // One municipality has sent next year's figures; the others are missing.
      await sent(service, figures(["851"]));
    });
    after(() => service?.stop());

    /** Somebody with an account, not signed in yet. */
    async function comes(role, municipality) {
      await service.cookieOf(role, municipality);
      const opened = await openPage(browser, service, { as: null, viewport: of.viewport, hasTouch: of.viewport.width < 500 });
      // A build for developers sets type slowly.
      opened.page.setDefaultTimeout(120_000);
      const steps = walk(opened.page);
      await signsIn(steps, opened.page, service, `${role}${municipality ?? ""}@example.dk`, PASSWORD);
      return { ...opened, steps, task: (words) => opened.page.locator(".tasks a", { hasText: words }) };
    }

    test("the secretariat: a missing file, explanations asked for, the meeting's paper sent", async (t) => {
      const { page, steps, task, wrong, close } = await comes("secretariat");
      await steps.tap(task("Tal til komponentanalysen mangler"));
      await steps.look();
      const file = join(service.folder, "resten.csv");
      writeFileSync(file, figures(CODES.filter((code) => code !== "851")));
      await steps.give(page.locator("input[type=file]"), file);
      await steps.tap(page.getByRole("button", { name: "Gem", exact: true }));
      await page.waitForURL(/\/data\/\d+$/);
      await steps.look();

      await steps.tap(page.getByRole("link", { name: "Takster", exact: true }));
      await steps.tap(page.getByRole("link", { name: "Opfølgning", exact: true }));
      await steps.tap(page.getByRole("link", { name: /^Bed om forklaring i \d+ sager/ }));
      await steps.look();
      await steps.tap(page.getByRole("button", { name: /^Bed om forklaring i \d+ sager/ }));
      await page.waitForURL(/\/takster\/opfoelgning\?/);
      await steps.read(page.locator(".alert-success"));
      await steps.look();

      await steps.tap(page.getByRole("link", { name: "Omkostningscockpit", exact: true }));
      assert.equal(await task("Tal til komponentanalysen mangler").count(), 0);
      await steps.tap(task("SYNTETISK møde"));
      await steps.look();
      await steps.tap(page.getByRole("link", { name: "Tilføj punkt" }));
      await steps.write(page.locator("#overskrift"), "Hvad udgifterne er");
      await steps.choose(page.locator("#rapport"), "unit-costs");
      await steps.write(page.locator("#indstilling"), "At mødet drøfter det.");
      await steps.tap(page.getByRole("button", { name: "Gem punktet" }));
      await steps.tap(page.getByRole("button", { name: "Send dagsordenen" }));
      await steps.read(page.locator(".paper-sent"));
      await steps.look();
      assert.deepEqual(wrong, []);
      await close();
      steps.ended(t, `secretariat, ${of.name}`, { taps: TAPS.secretariat, pixels: of.secretariat });
    });

    test("a head of department: own figures, an increase explained, places confirmed, the paper read", async (t) => {
      const { page, steps, task, wrong, close } = await comes("chef", "851");
      await steps.read(page.locator(".own-card .key-figure"));
      assert.match(await page.locator(".own-card").innerText(), /Aalborg Kommune: Enhedsudgift \d{4}/);
      await steps.tap(task("venter på jeres forklaring"));
      await steps.look();
      await steps.write(page.locator("#forklar-tekst"), "Flere tomme pladser end ventet.");
      await steps.tap(page.getByLabel("Belægning", { exact: true }));
      await steps.tap(page.getByRole("button", { name: "Gem forklaringen" }));
      await page.locator("text=Flere tomme pladser end ventet.").first().waitFor();
      await steps.look();

      await steps.tap(page.getByRole("link", { name: "Omkostningscockpit", exact: true }));
      assert.equal(await task("venter på jeres forklaring").count(), 0);
      await steps.tap(task("opslag om ledige pladser skal bekræftes"));
      await steps.look();
      await steps.tap(page.getByRole("button", { name: /er uændrede/ }));
      await steps.read(page.locator("text=Alle er bekræftet i dag."));

      await steps.tap(page.getByRole("link", { name: "Omkostningscockpit", exact: true }));
      assert.equal(await task("skal bekræftes").count(), 0);
      await steps.tap(task("SYNTETISK møde"));
      await steps.look();
      const paper = page.locator(".paper-sent").getByRole("link", { name: /PDF$/ }).first();
      const [download] = await Promise.all([page.waitForEvent("download"), steps.tap(paper)]);
      assert.match(download.suggestedFilename(), /\.pdf$/);
      assert.deepEqual(wrong, []);
      await close();
      steps.ended(t, `chef, ${of.name}`, { taps: TAPS.chef, pixels: of.chef });
    });

    test("a working group: stale entries confirmed, its milestone brought up to date", async (t) => {
      const { page, steps, task, wrong, close } = await comes("working_group");
      await steps.tap(task("opslag om ledige pladser skal bekræftes"));
      await steps.look();
      const unchanged = page.getByRole("button", { name: /^Uændret/ });
      const stale = await unchanged.count();
      assert.ok(stale > 2, `${stale} entries wait`);
      for (let left = stale; left > 0; left--) {
        await steps.tap(unchanged.first());
        await page.waitForFunction((count) => document.querySelectorAll(".place-card button").length === count, left - 1);
      }
      await steps.look();

      await steps.tap(page.getByRole("link", { name: "Omkostningscockpit", exact: true }));
      assert.equal(await task("skal bekræftes").count(), 0);
      await steps.tap(task("milepæl er over fristen"));
      await steps.look();
      await steps.tap(page.locator("summary", { hasText: "Opdatér" }));
      await steps.choose(page.locator("#status"), { label: "I gang" });
      await steps.write(page.locator("textarea[name=hvorfor]").first(), "Udkastet er til kommentering.");
      await steps.tap(page.locator("details[open]").getByRole("button", { name: "Gem", exact: true }));
      await page.locator("text=Udkastet er til kommentering.").first().waitFor();
      await steps.look();
      assert.deepEqual(wrong, []);
      await close();
      steps.ended(t, `working group, ${of.name}`, { taps: TAPS.group, pixels: of.group });
    });
  });
}
