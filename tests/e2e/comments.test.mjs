// A comment on a figure: written, the figure corrected, the comment marked with old and new, resolved.
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { axe, openPage, overflow, startBrowser, startService } from "./support.mjs";

const HEAD = "omraade;paragraf;aar;udgift;helaarspersoner;prisniveau\n";

let service, browser;
before(async () => {
  service = await startService();
  browser = await startBrowser();
});
after(async () => {
  await browser?.close();
  await service?.stop();
});

for (const [javaScriptEnabled, width, year, was] of [
  [true, 1440, 2024, "514.695.944"],
  [false, 375, 2023, "517.565.454"],
]) {
  test(`a comment, a correction, both values, resolved (${width} pixels, JavaScript ${javaScriptEnabled})`, async () => {
    const options = { javaScriptEnabled, viewport: { width, height: 800 } };
    const { page, wrong, close } = await openPage(browser, service, { ...options, as: "chef", municipality: "851" });
    const holds = async () => {
      if (!javaScriptEnabled) return;
      assert.deepEqual(await axe(page), [], page.url());
      assert.ok((await overflow(page)) <= 0, page.url());
    };
    const text = `Vi har rettet ${year}`;
    // From the figure on the page to its own page.
    await page.goto(`${service.url}/paragraffer/SEL_107`);
    await page.locator(`a:text-is("${was}")`).first().click();
    await page.fill("#tekst", text);
    await page.check("#papir");
    await holds();
    await page.click('button:text-is("Gem kommentaren")');
    await page.locator(`#kommentarer >> text=${text}`).waitFor();
    await page.locator("text=Tallet er stadig").waitFor();
    await holds();
    await page.goto(`${service.url}/paragraffer/SEL_107`);
    assert.equal(await page.locator("a.remark").count(), 1);
    await holds();

    // The secretariat corrects the figure.
    const file = join(service.folder, `rettelse-${year}.csv`);
    writeFileSync(file, `${HEAD}KKR Nordjylland;SEL § 107;${year};520.000.000,00;600,0;2023\n`);
    const secretariat = await openPage(browser, service, options);
    await secretariat.page.goto(`${service.url}/data`);
    await secretariat.page.setInputFiles("input[type=file]", file);
    await secretariat.page.click('button:text-is("Gem")');
    await secretariat.page.waitForURL(/\/data\/\d+/);
    await secretariat.close();

    await page.goto(`${service.url}/paragraffer/SEL_107`);
    await page.locator("a.remark-moved").click();
    const told = await page.locator("#kommentarer").innerText();
    assert.match(told, new RegExp(`det var ${was.replaceAll(".", "\\.")},00 kr\\. ved datastand \\d+, og er nu 520\\.000\\.000,00 kr\\.`));
    await holds();
    await page.goto(`${service.url}/kommentarer?vis=aendrede`);
    await holds();
    await page.click('button:has-text("Marker som løst")');
    await page.waitForURL(/\/kommentarer/);
    await page.goto(`${service.url}/kommentarer?vis=loeste`);
    assert.match(await page.locator("main").innerText(), new RegExp(text));
    await holds();
    await page.goto(`${service.url}/paragraffer/SEL_107`);
    assert.equal(await page.locator("a.remark").count(), 0);
    assert.deepEqual(wrong, []);
    await close();
  });
}
