// The whole follow-up of an increase by three roles in turn: from the uploaded tariffs to the
// decision, and open again when a tariff is corrected.
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { axe, openPage, overflow, startBrowser, startService } from "./support.mjs";

const OFFERS = `tilbud_id;navn;driftsherre;driftsform;kommune;paragraffer;maalgrupper;pladser;i_rammeaftale;standardkontrakt
A;Bakkehuset;Aalborg Kommune;kommunal;Aalborg;SEL § 107;Demens;10;ja;ja
`;
const HEAD = "tilbud_id;ydelse;paragraf;aar;takst;enhed\n";
const TARIFFS = `${HEAD}A;Døgn;SEL § 107;2025;1.000,00;døgn
A;Døgn;SEL § 107;2026;1.060,00;døgn
`;
const CORRECTED = `${HEAD}A;Døgn;SEL § 107;2026;1.080,00;døgn\n`;

let service, browser;
before(async () => {
  service = await startService();
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

async function upload(page, kind, name, text) {
  const file = join(service.folder, name);
  writeFileSync(file, text);
  await page.goto(`${service.url}/data`);
  await page.selectOption("select[name=type]", kind);
  await page.setInputFiles("input[type=file]", file);
  await page.click('button:text-is("Gem")');
  await page.waitForURL(/\/data\/\d+$/);
}

/** The page at both widths: nothing that axe finds, nothing cut off. */
async function looked(page) {
  for (const width of [375, 1440]) {
    await page.setViewportSize({ width, height: 900 });
    assert.deepEqual(await axe(page), [], `${page.url()} ${width}`);
    assert.equal(await overflow(page), 0, `${page.url()} ${width}`);
  }
}

async function unfold(page, step) {
  const details = page.locator(`#${step}`);
  if ((await details.getAttribute("open")) === null) await details.locator("summary").click();
  return details;
}

test("three roles in turn", async () => {
  const secretariat = await openPage(browser, service);
  const chef = await openPage(browser, service, { as: "chef", municipality: "851" });
  const other = await openPage(browser, service, { as: "chef", municipality: "860" });
  const reader = await openPage(browser, service, { as: "reader" });

  // The secretariat brings the tariffs, sees the increase and asks for an explanation.
  await upload(secretariat.page, "offers", "tilbud.csv", OFFERS);
  await upload(secretariat.page, "tariffs", "takster.csv", TARIFFS);
  await secretariat.page.goto(`${service.url}/takster/stigninger`);
  assert.match(await secretariat.page.innerText("main"), /Aalborg Kommune: 1 stigning[\s\S]*6,00[\s\S]*219\.000,00/);
  await looked(secretariat.page);
  await secretariat.page.click("text=Bakkehuset, Døgn");
  await looked(secretariat.page);
  const sag = secretariat.page.url();
  const ask = await unfold(secretariat.page, "bed-om-forklaring");
  await ask.locator("input[name=frist]").fill(day(7));
  await ask.locator("button").click();
  assert.match(await secretariat.page.innerText("main"), /Afventer forklaring/);

  // Another municipality's chef reads, and has no form; the right one explains.
  await other.page.goto(sag);
  assert.equal(await other.page.locator("form[action='/takster/sag/forklar']").count(), 0);
  await looked(other.page);
  const forged = await other.page.request.post(`${service.url}/takster/sag/forklar`, {
    form: { tilbud: "A", ydelse: "Døgn", aar: "2026", tekst: "Ikke vores" },
    headers: { origin: service.url },
  });
  assert.equal(forged.status(), 404);
  await chef.page.goto(`${service.url}/takster/opfoelgning`);
  await looked(chef.page);
  await chef.page.locator(".alert").getByText("Bakkehuset, Døgn").click();
  const explain = await unfold(chef.page, "forklar");
  await explain.locator("textarea").fill("Flere tomme pladser end ventet.");
  await explain.getByLabel("Belægning", { exact: true }).check();
  await explain.locator("#beloeb-occupancy").fill("40.5");
  await explain.locator("button").click();
  assert.match(await chef.page.innerText("main"), /Skriv beløbet med komma/);
  await looked(chef.page);
  assert.equal(await explain.locator("textarea").inputValue(), "Flere tomme pladser end ventet.");
  await explain.locator("#beloeb-occupancy").fill("40,50");
  await explain.locator("button").click();
  await chef.page.waitForURL(/sag\?/);
  assert.match(await chef.page.innerText(".history"), /Forklaret[\s\S]*Flere tomme pladser[\s\S]*Belægning: 40,50 kr\./);
  await looked(chef.page);

  // The secretariat reports it, holds a meeting, and keeps what was said and decided.
  const { page } = secretariat;
  await page.goto(sag);
  const report = await unfold(page, "indberet");
  await report.locator("input[name=reference]").fill("2026-1234");
  await report.locator("button").click();
  assert.match(await page.innerText("main"), /Indberettet, mangler drøftelse/);
  await page.goto(`${service.url}/moeder/nyt`);
  await page.fill("#dato", day());
  await page.fill("#titel", "DAS, forår");
  await page.selectOption("#type", { label: "Den Administrative Styregruppe" });
  await looked(page);
  await page.click('button:text-is("Opret mødet")');
  await page.locator('h1:text-is("DAS, forår")').waitFor();
  await page.goto(`${service.url}/moeder`);
  await page.locator("text=Bakkehuset, Døgn").waitFor();
  await looked(page);
  await page.goto(`${service.url}/takster/opfoelgning`);
  assert.match(await page.innerText("main"), /Drøft på næste møde[\s\S]*DAS, forår/);
  await looked(page);
  for (const name of ["Oplæg til styregruppen", "Liste til Socialtilsyn Nord"]) {
    const link = page.locator(".papers li", { hasText: name }).locator("a").first();
    const answer = await page.request.get(service.url + (await link.getAttribute("href")));
    assert.equal(answer.headers()["content-type"], "application/pdf");
  }
  await page.goto(sag);
  const discuss = await unfold(page, "droeft");
  await discuss.locator("textarea").fill("Drøftet kort.");
  await discuss.locator("button").click();
  assert.match(await page.innerText("main"), /Lukket: Indberettet og drøftet/);
  const decide = await unfold(page, "beslut");
  await decide.locator("textarea").fill("Tages til efterretning.");
  await decide.locator("button").click();
  await looked(page);

  // A reader sees it closed, and a correction opens it again, with old and new.
  await reader.page.goto(sag);
  assert.match(await reader.page.innerText("main"), /Lukket: Besluttet[\s\S]*Tages til efterretning/);
  assert.equal(await reader.page.locator("main form").count(), 0);
  await looked(reader.page);
  await upload(page, "tariffs", "rettet.csv", CORRECTED);
  await reader.page.reload();
  const reopened = await reader.page.innerText("main");
  assert.match(reopened, /Åben: Genåbnet[\s\S]*fra 1\.000,00 → 1\.060,00 kr\. til 1\.000,00 → 1\.080,00 kr\./);
  assert.match(await reader.page.innerText(".history"), /om 1\.000,00 → 1\.060,00 kr\.[\s\S]*Tages til efterretning/);
  await looked(reader.page);
  await reader.page.goto(`${service.url}/takster/opfoelgning`);
  assert.match(await reader.page.innerText("main"), /Bed om en forklaring[\s\S]*Genåbnet/);
  await looked(reader.page);
  for (const { wrong, close } of [secretariat, chef, other, reader]) {
    assert.deepEqual(wrong, []);
    await close();
  }
});
