// A session ends while a form is filled in: what was typed comes back after the sign-in, in its
// form, and one more press keeps it. With and without scripts.
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { PASSWORD, axe, openPage, overflow, startBrowser, startService } from "./support.mjs";

const WORDS = `Flere tomme pladser end ventet, og en ny økonomi.\n\nSe "bilag 2" & <3>.`;

let service, browser;

/** Ends every session of the secretariat's but one that is begun for it. */
async function endSessions() {
  const body = new URLSearchParams({ email: "secretariat@example.dk", adgangskode: PASSWORD });
  const begun = await fetch(`${service.url}/log-ind`, { method: "POST", body, redirect: "manual" });
  const cookie = begun.headers.get("set-cookie").split(";")[0];
  const headers = { cookie, origin: service.url };
  const account = await (await fetch(`${service.url}/konto`, { headers })).text();
  for (const [, address] of account.matchAll(/action="(\/konto\/sessioner\/[\w-]+\/afslut)"/g)) {
    await fetch(service.url + address, { method: "POST", headers, redirect: "manual" });
  }
}

async function signIn(page) {
  await page.fill("#email", "secretariat@example.dk");
  await page.fill("#adgangskode", PASSWORD);
  await page.click('main button:text-is("Log ind")');
}

async function looked(page, withScripts) {
  if (withScripts) assert.deepEqual(await axe(page), []);
  assert.equal(await overflow(page), 0);
}

// A service for each: nobody signs in more than ten times a minute.
for (const [javaScriptEnabled, width] of [[true, 1440], [false, 375]]) {
  describe(`JavaScript ${javaScriptEnabled}, ${width} pixels`, () => {
    const viewport = { width, height: 900 };
    before(async () => {
      service = await startService({ demo: true });
      browser = await startBrowser();
      await service.cookieOf("secretariat");
    });
    after(async () => {
      await browser?.close();
      await service?.stop();
    });

    test("a remark comes back and is kept with one more press", async () => {
      const { page, wrong, close } = await openPage(browser, service, { as: null, javaScriptEnabled, viewport });
      await page.goto(`${service.url}/takster/opfoelgning`);
      await signIn(page);
      await page.locator('main a[href^="/takster/sag?"]').first().click();
      const sag = page.url();
      const note = page.locator("#bemaerk");
      if ((await note.getAttribute("open")) === null) await note.locator("summary").click();
      const text = `${WORDS} ${width}`;
      const words = new RegExp(`bilag 2" & <3>\\. ${width}`);
      await note.locator("textarea").fill(text);
      await endSessions();
      await note.locator("button").click();
      assert.match(await page.innerText("main"), /Du blev logget ud, og intet er gemt endnu/);
      await looked(page, javaScriptEnabled);
      await page.fill("#email", "secretariat@example.dk");
      await page.fill("#adgangskode", "forkert adgangskode");
      await page.click('main button:text-is("Log ind")');
      assert.match(await page.innerText("[role=alert]"), /passer ikke sammen/);
      await signIn(page);
      assert.match(await page.innerText("main"), /Du er logget ind igen, og intet er gemt endnu/);
      await looked(page, javaScriptEnabled);
      assert.equal(await note.locator("textarea").inputValue(), text);
      const reader = await openPage(browser, service, { as: "reader" });
      await reader.page.goto(sag);
      assert.doesNotMatch(await reader.page.innerText("main"), words, "nothing is done on its own");
      await note.locator("button").click();
      await page.waitForURL(/gemt=ja/);
      assert.match(await page.innerText(".history"), words);
      assert.deepEqual(wrong, []);
      await reader.close();
      await close();
    });

    test("an upload keeps its choices and asks for the file again", async () => {
      const { page, wrong, close } = await openPage(browser, service, { as: null, javaScriptEnabled, viewport });
      await page.goto(`${service.url}/data`);
      await signIn(page);
      const file = join(service.folder, "takster.csv");
      writeFileSync(file, "tilbud_id;ydelse;paragraf;aar;takst;enhed\n");
      await page.selectOption("#type", "tariffs");
      await page.selectOption("#beloeb", "1000");
      await page.fill("#ark", "Data 2026");
      await page.setInputFiles("#fil", file);
      await endSessions();
      await page.click('button:text-is("Gem")');
      await page.locator("text=Filen skal vælges igen").waitFor();
      await signIn(page);
      await page.locator("text=Vælg filen igen").first().waitFor();
      await looked(page, javaScriptEnabled);
      assert.equal(await page.inputValue("#type"), "tariffs");
      assert.equal(await page.inputValue("#beloeb"), "1000");
      assert.equal(await page.inputValue("#ark"), "Data 2026");
      await page.setInputFiles("#fil", file);
      await page.click('button:text-is("Prøv filen")');
      await page.locator("#resultat h2").waitFor();
      assert.deepEqual(wrong, []);
      await close();
    });
  });
}
