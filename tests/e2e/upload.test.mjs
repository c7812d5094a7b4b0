// A file with one wrong row, its error, the right file, and the figure that changes.
import assert from "node:assert/strict";
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { axe, openPage, startBrowser, startService } from "./support.mjs";

const HEAD = "omraade;paragraf;aar;udgift;helaarspersoner;prisniveau\n";
const RIGHT = "KKR Nordjylland;SEL § 107;2024;520.000.000,00;602,3;2023\n";
const WRONG = "KKR Nordjyland;SEL § 107;2023;1,00;1,0;2023\n";

let service, browser;
before(async () => {
  service = await startService();
  browser = await startBrowser();
});
after(async () => {
  await browser?.close();
  await service?.stop();
});

async function send(page, file, button) {
  await page.goto(`${service.url}/data`);
  await page.setInputFiles("input[type=file]", file);
  await page.click(`button:text-is("${button}")`);
}

for (const javaScriptEnabled of [true, false]) {
  test(`wrong, then right, then withdrawn (JavaScript ${javaScriptEnabled})`, async () => {
    const { page, wrong, close } = await openPage(browser, service, { javaScriptEnabled });
    const figure = async () => {
      await page.goto(`${service.url}/paragraffer/SEL_107`);
      return page.locator("main").innerText();
    };
    assert.match(await figure(), /514\.695\.944/);

    const wrongFile = join(service.folder, "forkert.csv");
    writeFileSync(wrongFile, HEAD + RIGHT + WRONG);
    await send(page, wrongFile, "Gem");
    await page.locator("text=Mente du").first().waitFor();
    const refused = await page.locator("#resultat").innerText();
    assert.match(refused, /forkert\.csv er afvist/);
    assert.match(refused, /3\s+omraade \(A\)\s+»KKR Nordjyland«/);
    if (javaScriptEnabled) assert.deepEqual(await axe(page), []);
    assert.match(await figure(), /514\.695\.944/);

    const rightFile = join(service.folder, `rigtig-${javaScriptEnabled}.csv`);
    writeFileSync(rightFile, HEAD + RIGHT);
    await send(page, rightFile, "Prøv filen");
    await page.locator("text=Prøvekørsel").waitFor();
    assert.match(await page.locator("#resultat").innerText(), /514\.695\.944,00\s+520\.000\.000,00/);
    assert.match(await figure(), /514\.695\.944/);

    await send(page, rightFile, "Gem");
    await page.waitForURL(/\/data\/\d+$/);
    assert.match(await figure(), /520\.000\.000/);

    await page.goto(`${service.url}/data`);
    await page.click("tbody th a >> nth=0");
    await page.fill("#begrundelse", "Prøve");
    await page.click('button:text-is("Træk tilbage")');
    await page.locator("text=Trukket tilbage").waitFor();
    assert.match(await figure(), /514\.695\.944/);
    assert.deepEqual(wrong, []);
    await close();
  });
}

// A browser under test reads a file that was saved again anew; one that is gone it cannot read.
test("a file that cannot be read any more is told as that", async () => {
  const { page, close } = await openPage(browser, service);
  const file = join(service.folder, "flyttet.csv");
  writeFileSync(file, HEAD + RIGHT);
  await page.goto(`${service.url}/data`);
  await page.setInputFiles("input[type=file]", file);
  rmSync(file);
  await page.click('button:text-is("Prøv filen")');
  await page.locator("text=Filen er ændret eller flyttet").waitFor();
  assert.match(await page.locator("#resultat").innerText(), /Vælg den igen/);
  await close();
});
