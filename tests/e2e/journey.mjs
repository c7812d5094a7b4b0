// A journey as a hand makes it: counts taps and how far is scrolled, and looks at each page on the way.
import assert from "node:assert/strict";
import { axe, overflow } from "./support.mjs";

/**
 * Walks on a page. A tap is a press on a link, a button or a choice, and each field that is written in; reading costs
 * what has to be scrolled to see it. Time is told, and held to nothing: a slow machine fails no test.
 */
export function walk(page) {
  const began = Date.now();
  let taps = 0;
  let pixels = 0;
  const scrolled = () => page.evaluate(() => scrollY);

  /** Scrolls as far as is needed to see something, and not at all when it is seen. */
  async function bring(where) {
    await where.waitFor();
    const before = await scrolled();
    await where.scrollIntoViewIfNeeded();
    pixels += Math.abs((await scrolled()) - before);
  }

  async function touch(where, act) {
    await bring(where);
    taps += 1;
    await act();
  }

  return {
    read: bring,
    tap: (where) => touch(where, () => where.click()),
    write: (where, text) => touch(where, () => where.fill(text)),
    choose: (where, value) => touch(where, () => where.selectOption(value)),
    give: (where, file) => touch(where, () => where.setInputFiles(file)),
    /** Nothing that axe finds, nothing cut off. */
    async look() {
      assert.deepEqual(await axe(page), [], page.url());
      assert.equal(await overflow(page), 0, page.url());
    },
    /** What it took, held to limits. */
    ended(t, name, most) {
      const seconds = ((Date.now() - began) / 1000).toFixed(1);
      t.diagnostic(`${name}: ${taps} taps, ${Math.round(pixels)} pixels, ${seconds} s of a machine that looks at each page`);
      assert.ok(taps <= most.taps, `${taps} taps, at most ${most.taps}`);
      assert.ok(pixels <= most.pixels, `${Math.round(pixels)} pixels, at most ${most.pixels}`);
      assert.ok(taps > 5, "the count counts");
    },
  };
}

/** Signs in by the form, as in the morning. */
export async function signsIn(steps, page, service, email, password) {
  await page.goto(`${service.url}/`);
  await steps.look();
  await steps.write(page.getByLabel("Mailadresse"), email);
  await steps.write(page.getByLabel("Adgangskode"), password);
  await steps.tap(page.getByRole("button", { name: "Log ind", exact: true }));
  await page.locator("h1", { hasText: "Overblik" }).waitFor({ state: "attached" });
  await steps.look();
}
