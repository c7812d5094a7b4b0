// The first minute: from an empty database to the published figures, in one form.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { PASSWORD, axe, openPage, overflow, startBrowser, startService } from "./support.mjs";

let browser;
before(async () => {
  browser = await startBrowser();
});
after(() => browser?.close());

for (const width of [1440, 375]) {
  test(`one form leads to the published figures (${width} pixels)`, async () => {
    const service = await startService({ users: false });
    try {
      const { page, wrong, close } = await openPage(browser, service, { as: null, viewport: { width, height: 800 } });
      await page.goto(service.printed());
      assert.ok(await page.getByLabel("Sekretariat og administrator").isChecked(), "what the first one usually is");
      assert.deepEqual(await axe(page), []);
      assert.equal(await overflow(page), 0);
      await page.getByLabel("Mailadresse").fill("anna@example.dk");
      await page.getByLabel("Navn").fill("Anna Lund");
      await page.getByLabel("Adgangskode (").fill(PASSWORD);
      await page.getByLabel("Gentag adgangskoden").fill(PASSWORD);
      await page.click('button:text-is("Gem og log ind")');

      await page.waitForURL(`${service.url}/`);
      // The unit cost of 2024 and its change since 2022, from the figures of the meeting.
      assert.match(await page.innerText("main"), /908\.700[\s\S]*3,6 %/);
      assert.deepEqual(await axe(page), []);
      const menu = await page.locator("nav[aria-label=Hovedmenu]").innerText();
      assert.match(menu, /Overblik[\s\S]*Data[\s\S]*Brugere[\s\S]*Indstillinger[\s\S]*Log/);
      await page.goto(`${service.url}/brugere`);
      assert.match(await page.innerText("caption"), /^1 bruger$/);
      assert.match(await page.innerText("tbody"), /Rammeaftalesekretariat og administrator/);
      assert.deepEqual(await axe(page), []);
      assert.equal(await overflow(page), 0);
      await page.getByRole("link", { name: "anna@example.dk" }).click();
      await page.getByLabel("Administrator", { exact: true }).uncheck();
      await page.click('button:text-is("Gem rolle")');
      assert.match(await page.innerText("[role=alert]"), /den eneste administrator/);
      assert.deepEqual(await axe(page), []);
      assert.equal(await overflow(page), 0);
      assert.deepEqual(wrong.filter((line) => !line.includes("409")), []);
      await close();
    } finally {
      await service.stop();
    }
  });
}
