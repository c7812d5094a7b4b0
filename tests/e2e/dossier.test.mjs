// A meeting from its first item to a file that is told apart: prepared, sent, a figure corrected afterwards,
// the paper taken as it was sent and verified; a byte that is another makes it not it.
import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { axe, openPage, overflow, startBrowser, startService } from "./support.mjs";

const HEAD = "omraade;paragraf;aar;udgift;helaarspersoner;prisniveau\n";
const PHONE = { viewport: { width: 375, height: 740 } };

let service, browser;
before(async () => {
  service = await startService();
  browser = await startBrowser();
});
after(async () => {
  await browser?.close();
  await service?.stop();
});

/** Makes a meeting with a report, a text and what is to be decided; its address. */
async function prepared(page, day) {
  await page.goto(`${service.url}/moeder/nyt`);
  await page.fill("#dato", day);
  await page.fill("#titel", "Møde i styregruppen");
  await page.selectOption("#type", "steering_group");
  await page.fill("#sted", "Aalborg");
  await page.click('button:text-is("Opret mødet")');
  await page.waitForURL(/\/moeder\/[^/]+$/);
  const meeting = page.url();
  const items = [
    { heading: "Hvad udgifterne er", text: "Se **tabellen**.", report: "unit-costs", asks: "", secret: false },
    { heading: "Ny samarbejdsaftale", text: "Aftalen gælder fra januar.", report: "", asks: "At mødet godkender aftalen.", secret: false },
    { heading: "Et ansættelsesforhold", text: "Drøftes på mødet.", report: "", asks: "", secret: true },
  ];
  for (const item of items) {
    await page.goto(meeting);
    await page.click('a:text-is("Tilføj punkt")');
    await page.fill("#overskrift", item.heading);
    await page.fill("#tekst", item.text);
    if (item.report) await page.selectOption("#rapport", item.report);
    await page.fill("#indstilling", item.asks);
    if (item.secret) await page.check('[name="fortroligt"]');
    await page.click('button:text-is("Gem punktet")');
    await page.waitForURL(/\/moeder\/[^/]+$/);
  }
  await page.goto(meeting);
  return meeting;
}

/** Uploads a corrected figure. */
async function corrected(page, name, expenditure) {
  const file = join(service.folder, name);
  writeFileSync(file, `${HEAD}KKR Nordjylland;SEL § 107;2024;${expenditure},00;602,3;2023\n`);
  await page.goto(`${service.url}/data`);
  await page.setInputFiles("input[type=file]", file);
  await page.click('button:text-is("Gem")');
  await page.waitForURL(/\/data\/\d+$/);
}

/** Saves what a link gives. */
async function saved(page, link, name) {
  const [download] = await Promise.all([page.waitForEvent("download"), page.click(link)]);
  const file = join(service.folder, name);
  await download.saveAs(file);
  return file;
}

/** What the page says of a file. */
async function judged(page, file) {
  await page.goto(`${service.url}/moeder/verificer`);
  await page.setInputFiles("#fil", file);
  await page.click('button:text-is("Efterprøv")');
  await page.locator("#resultat").waitFor();
  return page.locator("#resultat").innerText();
}

// The second finds what the first corrected.
const MOVES = [
  [true, "514.695.944", "520.000.000"],
  [false, "520.000.000", "521.000.000"],
];
for (const [javaScriptEnabled, was, is] of MOVES) {
  test(`prepared, sent, corrected, verified (JavaScript ${javaScriptEnabled})`, async () => {
    const { page, wrong, close } = await openPage(browser, service, { javaScriptEnabled });
    // A build for developers sets type slowly.
    page.setDefaultTimeout(120_000);
    const figure = new RegExp(was);
    const looks = async () => {
      if (javaScriptEnabled) assert.deepEqual(await axe(page), []);
    };
    const meeting = await prepared(page, javaScriptEnabled ? "2026-03-12" : "2026-03-13");
    assert.match(await page.locator("main").textContent(), figure);
    await looks();
    assert.match(await saved(page, 'a:text-is("PDF")', "udkast.pdf"), /udkast\.pdf$/);

    await page.click('button:text-is("Send dagsordenen")');
    await page.locator("text=Tallene herunder er de sendte").waitFor();
    assert.equal(await page.locator(".paper-changed").count(), 0);
    await looks();

    await corrected(page, `rettet-${javaScriptEnabled}.csv`, is);
    await page.goto(meeting);
    const banner = await page.locator(".paper-changed").innerText();
    assert.match(banner, new RegExp(`${was}(,00)?\\s+${is}`));
    assert.match(banner, new RegExp(`Filen rettet-${javaScriptEnabled}\\.csv er indlæst`));
    // The figure on the page is the one that was sent, and so is the one on the wall.
    assert.match(await page.locator(".agenda").textContent(), figure);
    await looks();
    await page.click('a:text-is("Vis på skærm")');
    assert.match(await page.locator("main").textContent(), figure);
    await looks();

    for (const [link, form] of [["Papiret, PDF", "pdf"], ["Papiret, Excel", "xlsx"], ["Offentlig udgave, PDF", "offentlig.pdf"]]) {
      await page.goto(meeting);
      const file = await saved(page, `a:text-is("${link}")`, `papir-${javaScriptEnabled}.${form}`);
      const words = await judged(page, file);
      assert.match(words, /til mødet den 1[23]\. marts 2026 \(Møde i styregruppen\), uændret\./);
      await looks();
      const bytes = readFileSync(file);
      bytes[Math.floor(bytes.length / 2)] ^= 1;
      writeFileSync(file, bytes);
      const altered = await judged(page, file);
      assert.match(altered, /Filen er ikke/);
      assert.doesNotMatch(altered, /uændret/);
    }

    // Whoever reads only gets the public paper, and no word of what is closed.
    const reader = await openPage(browser, service, { ...PHONE, as: "reader", javaScriptEnabled });
    await reader.page.goto(meeting);
    const seen = await reader.page.locator("main").innerText();
    assert.match(seen, /Fortroligt punkt/);
    assert.doesNotMatch(seen, /ansættelsesforhold/);
    assert.equal(await overflow(reader.page), 0);
    assert.equal(await reader.page.locator('a:text-is("Papiret, PDF")').count(), 0);
    const public_ = await saved(reader.page, 'a:text-is("Offentlig udgave, PDF")', "offentlig.pdf");
    assert.match(await judged(reader.page, public_), /uændret/);
    assert.equal(await overflow(reader.page), 0);
    assert.deepEqual(reader.wrong, []);
    await reader.close();
    assert.deepEqual(wrong, []);
    await close();
  });
}

test("items of an agenda are moved by keyboard and by mouse", async () => {
  const { page, wrong, close } = await openPage(browser, service);
  await prepared(page, "2026-03-14");
  const item = (words) => page.locator(".agenda-item > h2").filter({ hasText: words });
  await item("1. Hvad udgifterne er").waitFor();
  await page.locator(".agenda-item").first().locator('button[value="ned"]').focus();
  await page.keyboard.press("Enter");
  await item("2. Hvad udgifterne er").waitFor();
  // Items can be taken by the mouse once the script has run.
  await page.locator('.agenda-item[draggable="true"]').first().waitFor();
  await item("1. Ny samarbejdsaftale").dragTo(item("2. Hvad udgifterne er"));
  await item("2. Ny samarbejdsaftale").waitFor();
  assert.deepEqual(await page.locator(".agenda-item > h2").allInnerTexts(), [
    "1. Hvad udgifterne er",
    "2. Ny samarbejdsaftale",
    "3. Et ansættelsesforhold",
  ]);
  assert.deepEqual(wrong, []);
  await close();
});
