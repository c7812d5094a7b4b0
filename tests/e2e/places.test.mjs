// Vacant places on a phone: logged in a few taps, kept without a network, confirmed with one press.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { axe, openPage, startBrowser, startService } from "./support.mjs";

const PHONE = { viewport: { width: 375, height: 740 }, hasTouch: true, as: "chef", municipality: "851" };

let service, browser;
before(async () => {
  service = await startService({ demo: true });
  browser = await startBrowser();
});
after(async () => {
  await browser?.close();
  await service?.stop();
});

/** No wider than the phone. */
async function fits(page) {
  const width = await page.evaluate(() => document.documentElement.scrollWidth);
  assert.ok(width <= 375, `${page.url()} is ${width} wide`);
}

/** The offer as its suggestion stands in the list of the form. */
async function firstOffer(page) {
  return page.locator("#tilbudsliste option").first().getAttribute("value");
}

for (const javaScriptEnabled of [true, false]) {
  test(`logged in six taps and confirmed (JavaScript ${javaScriptEnabled})`, async () => {
    const { page, wrong, close } = await openPage(browser, service, { ...PHONE, javaScriptEnabled });
    await page.goto(`${service.url}/ledige-pladser`);
    await fits(page);
    let taps = 0;
    const tap = async (where) => {
      taps += 1;
      await page.locator(where).tap();
    };
    const began = Date.now();
    await tap("text=Meld ledigt");
    const offer = await firstOffer(page);
    if (javaScriptEnabled) assert.deepEqual(await axe(page), []);
    await fits(page);
    await tap("#tilbud");
    await page.fill("#tilbud", offer);
    await tap("#pladser");
    await page.fill("#pladser", "1");
    await tap("button:text-is('Meld ledigt')");
    // The demonstration has entries of the same offer: whoever logs sees them first.
    const again = page.locator("button:text-is('Nej, meld også disse')");
    const saved = page.locator("text=Gemt.");
    await again.or(saved).first().waitFor();
    if (await again.isVisible()) {
      await fits(page);
      await tap("button:text-is('Nej, meld også disse')");
      await saved.waitFor();
    }
    assert.ok(taps <= 6, `${taps} taps`);
    assert.ok(Date.now() - began < 20_000);
    assert.match(page.url(), /\/ledige-pladser\/\d+\?gemt=ja$/);
    if (javaScriptEnabled) assert.deepEqual(await axe(page), []);
    await fits(page);

    await page.goto(`${service.url}/ledige-pladser/mine`);
    await fits(page);
    if (javaScriptEnabled) assert.deepEqual(await axe(page), []);
    const all = page.locator("button:has-text('er uændrede')");
    if (await all.isVisible()) await all.tap();
    await page.locator("text=Alle er bekræftet i dag.").waitFor();
    await page.goto(`${service.url}/ledige-pladser`);
    if (javaScriptEnabled) assert.deepEqual(await axe(page), []);
    assert.deepEqual(wrong, []);
    await close();
  });
}

test("what was typed waits for the network and is sent", async () => {
  const { page, close } = await openPage(browser, service, PHONE);
  await page.clock.install();
  await page.goto(`${service.url}/ledige-pladser/ny`);
  const offers = page.locator("#tilbudsliste option");
  await page.fill("#tilbud", await offers.last().getAttribute("value"));
  await page.locator("summary").tap();
  await page.fill("#aarsag", "Skrevet i elevatoren");
  await page.context().setOffline(true);
  await page.locator("form[data-offline] button[type=submit]").tap();
  await page.locator("text=Intet net.").waitFor();
  await page.clock.runFor(10 * 60 * 1000);
  assert.equal(await page.inputValue("#aarsag"), "Skrevet i elevatoren");
  assert.ok(await page.locator("text=Intet net.").isVisible());
  await page.context().setOffline(false);
  await page.clock.runFor(20_000);
  const again = page.locator("button:text-is('Nej, meld også disse')");
  const saved = page.locator("text=Gemt.");
  await again.or(saved).first().waitFor();
  if (await again.isVisible()) {
    assert.equal(await page.inputValue("#aarsag"), "Skrevet i elevatoren");
    await again.tap();
    await saved.waitFor();
  }
  assert.match(await page.locator("main").innerText(), /Skrevet i elevatoren/);
  await close();
});

test("two change the same entry: the second sees what the first did, and decides", async () => {
  const chef = await openPage(browser, service, PHONE);
  const group = await openPage(browser, service, { ...PHONE, as: "working_group", municipality: undefined });
  await chef.page.goto(`${service.url}/ledige-pladser/ny`);
  const offer = await chef.page.locator("#tilbudsliste option").first().getAttribute("value");
  await chef.page.fill("#tilbud", offer);
  await chef.page.fill("#pladser", "2");
  await chef.page.locator("button:text-is('Meld ledigt')").tap();
  const again = chef.page.locator("button:text-is('Nej, meld også disse')");
  const saved = chef.page.locator("text=Gemt.");
  await again.or(saved).first().waitFor();
  if (await again.isVisible()) await again.tap();
  await saved.waitFor();
  const entry = chef.page.url().split("?")[0];
  // Both look at it.
  for (const { page } of [chef, group]) await page.goto(entry);
  const take = async (page) => {
    const field = page.locator("#optag-pladser");
    if (!(await field.isVisible())) await page.locator("summary:text-is('Optaget')").tap();
    await field.fill("1");
    await page.locator("details.step", { has: field }).locator("button").tap();
  };
  await take(chef.page);
  await chef.page.locator("text=Gemt.").waitFor();
  await take(group.page);
  await group.page.locator("text=Det er ændret imens, og dit er ikke gemt").waitFor();
  // What the first did stands on the page, and what was typed stands in the form.
  assert.match(await group.page.locator(".alert-warning").innerText(), /Optaget|1 plads/);
  assert.equal(await group.page.inputValue("#optag-pladser"), "1");
  await fits(group.page);
  assert.deepEqual(await axe(group.page), []);
  // Whoever has seen it may go on: then both places are taken.
  await take(group.page);
  await group.page.locator("text=Gemt.").waitFor();
  assert.match(await group.page.locator("main").innerText(), /1 plads, optaget/);
  assert.deepEqual([...chef.wrong, ...group.wrong.filter((one) => !/409/.test(one))], []);
  await chef.close();
  await group.close();
});

test("tables of figures are cards on a phone: nothing is cut, and each figure has its heading", async () => {
  for (const [path, as] of [["belaegning", "secretariat"], ["afsoegninger", "secretariat"]]) {
    const { page, wrong, close } = await openPage(browser, service, { ...PHONE, as, municipality: undefined });
    await page.goto(`${service.url}/ledige-pladser/${path}`);
    await fits(page);
    const cut = await page.locator(".scroll").evaluateAll((all) => all.filter((one) => one.scrollWidth > one.clientWidth + 1).length);
    assert.equal(cut, 0, `${path}: ${cut} tables are cut`);
    const label = await page.locator("table.stacked td").first().evaluate((cell) => getComputedStyle(cell, "::before").content);
    assert.ok(label.length > 2, label);
    assert.deepEqual(await axe(page), []);
    assert.deepEqual(wrong, []);
    await close();
  }
});
