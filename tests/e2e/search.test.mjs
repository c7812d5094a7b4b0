// Search before buying privately, by a head of department on a phone: form, result, receipt, choice.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { axe, openPage, overflow, startBrowser, startService } from "./support.mjs";

const PHONE = { width: 375, height: 740 };

let service, browser;
before(async () => {
  service = await startService({ demo: true });
  browser = await startBrowser();
});
after(async () => {
  await browser?.close();
  await service?.stop();
});

/** Today in Denmark, and a day so many days later, as a date field has it. */
function day(later = 0) {
  return new Date(Date.now() + later * 86400000).toLocaleDateString("sv-SE", { timeZone: "Europe/Copenhagen" });
}

const CODES = {
  Aalborg: "851", Brønderslev: "810", Frederikshavn: "813", Hjørring: "860", Jammerbugt: "849", Læsø: "825",
  Mariagerfjord: "846", Morsø: "773", Rebild: "840", Thisted: "787", Vesthimmerlands: "820",
};

test("a place is asked for, and its operator answers on a phone", async () => {
  const asker = await openPage(browser, service, { as: "secretariat", viewport: PHONE });
  const { page } = asker;
  const found = `${service.url}/ledige-pladser/afsoegning?kommune=825&paragraf=SEL_107&fra=${day(60)}&maalgruppe=`;
  // The first group of the form that has a municipal place.
  await page.goto(`${service.url}/ledige-pladser/afsoegning`);
  const groups = await page.locator("#maalgruppe option").evaluateAll((all) => all.map((one) => one.value).filter(Boolean));
  const place = page.locator("li.case", { hasText: /Kommune/ }).first();
  for (const group of groups) {
    await page.goto(found + group);
    if (await place.count()) break;
  }
  assert.ok(await place.count(), "the demo region has a municipal place for somebody");
  await page.click("text=Gem afsøgningen");
  await page.waitForURL(/\/AF-\d{4}-\d{6}$/);
  const operator = (await place.locator("p").first().textContent()).match(/^(.*?) Kommune/)[1];
  const offer = await place.locator("h3").textContent();

  await place.locator("summary").click();
  await place.locator("textarea").fill("Ring 010190-1234");
  await place.locator('button:text-is("Bed om pladsen")').click();
  assert.match(await place.textContent(), /CPR-lignende/);
  assert.doesNotMatch(await page.content(), /010190/);
  assert.deepEqual(await axe(page), []);
  await place.locator("textarea").fill("Vi vil gerne komme forbi");
  await place.locator('button:text-is("Bed om pladsen")').click();
  assert.match(await place.textContent(), /I venter på svar/);
  assert.deepEqual(await axe(page), []);
  assert.equal(await overflow(page), 0);

  const chef = await openPage(browser, service, { as: "chef", municipality: CODES[operator], viewport: PHONE });
  await chef.page.goto(`${service.url}/ledige-pladser/afsoegning`);
  const question = chef.page.locator("li", { hasText: "Vi vil gerne komme forbi" });
  assert.match(await question.textContent(), new RegExp(offer));
  assert.deepEqual(await axe(chef.page), []);
  assert.equal(await overflow(chef.page), 0);
  await question.locator("textarea").fill("Velkommen");
  await question.locator("text=Ja, pladsen er jeres").click();
  assert.equal(await chef.page.locator("li", { hasText: "Vi vil gerne komme forbi" }).count(), 0);

  await page.reload();
  assert.match(await page.textContent("main"), /Velkommen/);
  assert.doesNotMatch(await place.textContent(), /I venter på svar/);
  assert.equal(await overflow(page), 0);
  assert.deepEqual([...asker.wrong, ...chef.wrong], []);
  await chef.close();
  await asker.close();
});

for (const javaScriptEnabled of [true, false]) {
  test(`from the form to the receipt on a phone, ${javaScriptEnabled ? "with" : "without"} JavaScript`, async () => {
    const municipality = javaScriptEnabled ? "860" : "840";
    const options = { as: "chef", municipality, viewport: PHONE, javaScriptEnabled };
    const { page, wrong, close } = await openPage(browser, service, options);
    const looksWell = async () => {
      if (!javaScriptEnabled) return;
      assert.deepEqual(await axe(page), []);
      assert.equal(await overflow(page), 0);
    };
    await page.goto(`${service.url}/ledige-pladser/afsoegning`);
    await looksWell();
    await page.selectOption("#paragraf", "SEL_107");
    await page.selectOption("#maalgruppe", { label: "Udviklingshæmning" });
    await page.fill("#fra", day(40));
    await page.click("text=Vis ledige pladser");
    await page.waitForURL(/\?.*paragraf=SEL_107/);
    assert.match(await page.textContent("main"), /Intet er gemt endnu/);
    await looksWell();

    await page.click("text=Gem afsøgningen");
    await page.waitForURL(/\/AF-\d{4}-\d{6}$/);
    const receipt = page.url();
    assert.match(await page.textContent("h1"), /^Kvittering AF-\d{4}-\d{6}$/);
    assert.match(await page.textContent("main"), /intet valgt endnu/);
    await looksWell();
    const pdf = await page.request.get(`${receipt}.pdf`);
    assert.equal(pdf.headers()["content-type"], "application/pdf");

    // A private purchase for another reason wants words, and a personal number is none.
    await page.click("summary:has-text('Skriv, hvad')");
    await page.selectOption("#valg", "bought_privately");
    await page.selectOption("#kode", "other");
    await page.fill("#tekst", "Se 010190-1234");
    await page.click("text=Gem >> nth=-1");
    assert.match(await page.textContent("#fejl-tekst"), /CPR-lignende/);
    assert.doesNotMatch(await page.content(), /010190/);
    await looksWell();
    await page.fill("#tekst", "Tilbuddet ligger ved uddannelsen");
    await page.click("text=Gem >> nth=-1");
    await page.waitForURL(receipt);
    assert.match(await page.textContent("main"), /købt privat/);
    assert.match(await page.textContent("main"), /Tilbuddet ligger ved uddannelsen/);
    await looksWell();

    // It is on one side of paper.
    if (javaScriptEnabled) {
      const paper = (await page.pdf({ format: "A4" })).toString("latin1");
      assert.equal(paper.match(/\/Type\s*\/Page[^s]/g).length, 1);
    }
    await page.goto(`${service.url}/ledige-pladser/afsoegninger`);
    const number = receipt.split("/").at(-1);
    assert.equal(await page.getAttribute(`a:text-is("${number}")`, "href"), new URL(receipt).pathname);
    await looksWell();
    assert.deepEqual(wrong, []);
    await close();
  });
}
