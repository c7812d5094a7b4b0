// Every page: no violation that axe finds, no request to another address, no error in the
// console, readable at 375 pixels and without JavaScript.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { axe, openPage, overflow, startBrowser, startService } from "./support.mjs";

// Addresses, and where another than the secretariat looks at one, the role.
const PAGES = [
  "/",
  ["/", "working_group"],
  ["/", "reader"],
  "/?area=Atlantis",
  "/komponentanalyse",
  "/komponentanalyse?area=851&from=2020&to=2023",
  "/komponentanalyse?price-level=current",
  "/komponentanalyse?price-level=2031",
  "/paragraffer/SEL_107",
  "/paragraffer/TOTAL_107_108_105",
  "/kommuner/851",
  "/kommuner/825",
  ["/kommuner/851", "chef", "851"],
  "/kommuner/kort",
  "/kommuner/kort?maal=expenditure&group=SEL_107&aar=2023",
  "/kommuner/sammenlign",
  "/kommuner/sammenlign?med=851&med=846&group=SEL_107",
  "/afstemning",
  "/analyser/fremskrivning",
  "/analyser/resultatdokumentation?level=offer",
  "/analyser/offentlig-sammenligning",
  "/analyser/serviceniveau?peers=851&peers=846",
  "/analyser/serviceniveau-fordeling",
  "/analyser/fremskrivning?area=851&paragraph=SEL_107&volume-growth=2",
  "/analyser/hjemmestoette",
  "/analyser/investering?saving=1",
  "/takster/stigninger",
  "/takster/stigninger?basis=real&threshold=2&municipality=851",
  "/takster/opfoelgning",
  "/takster/opfoelgning/bed-alle",
  ["/takster/opfoelgning", "chef", "787"],
  "/takster/sag?tilbud=SYN-013&ydelse=Hovedydelse&aar=2026",
  "/takster/sag?tilbud=SYN-037&ydelse=Hovedydelse&aar=2026",
  ["/takster/sag?tilbud=SYN-013&ydelse=Hovedydelse&aar=2026", "chef", "787"],
  "/takster/sag?tilbud=SYN-029&ydelse=Hovedydelse&aar=2026",
  "/arbejdsplan",
  "/arbejdsplan?on=2025-12-31",
  ["/arbejdsplan", "working_group"],
  ["/arbejdsplan", "reader"],
  "/arbejdsplan/2025H2-samarbejde",
  ["/arbejdsplan/2026H2-visitation", "working_group"],
  "/arbejdsplan/planer",
  "/arbejdsplan/kalender",
  "/moeder",
  ["/moeder", "reader"],
  "/moeder/nyt",
  "/moeder/verificer",
  "/moeder/beslutninger",
  "/moeder/{planned}",
  "/moeder/{planned}/punkter/nyt",
  "/moeder/{planned}/vis",
  "/moeder/{sent}",
  ["/moeder/{sent}", "reader"],
  ["/moeder/{sent}/vis", "reader"],
  ["/moeder/verificer", "reader"],
  "/data",
  "/data/1",
  "/hvorfra?rapport=unit-costs&r.group=SEL_107&r.year=2022&kolonne=unit_cost",
  "/hvorfra?rapport=unit-costs&r.group=SEL_107&r.year=2024&kolonne=expenditure",
  ["/kommentarer", "chef", "851"],
  "/kommentarer?vis=loeste",
  "/maerker",
  ["/maerker", "reader"],
  "/ledige-pladser",
  "/ledige-pladser?on=2027-01-15&municipality=851",
  "/ledige-pladser/ny",
  "/ledige-pladser/mine",
  "/ledige-pladser/1",
  "/tilbud",
  "/tilbud?municipality=851&paragraph=SEL_107&target-group=Autismespektrum",
  "/tilbud/SYN-001",
  "/tilbud/SYN-004?price-level=current",
  "/tilbud/SYN-001/ret",
  "/tilbud/nyt",
  "/tilbud/findes-ikke",
  "/takster",
  "/takster?year=2025&paragraph=SEL_107&municipality=851&price-level=2023",
  "/takster?target-group=Udviklingsh%C3%A6mning",
  "/takster?year=2015",
  ["/ledige-pladser/afsoegning", "chef", "851"],
  "/ledige-pladser/afsoegning?kommune=840&paragraf=SEL_107&maalgruppe=Autismespektrum&fra=2031-01-01",
  "/ledige-pladser/afsoegning?paragraf=SEL_107&fra=snart",
  "/ledige-pladser/afsoegninger",
  ["/ledige-pladser/afsoegninger", "reader"],
  "/tilgaengelighed",
  "/api",
  "/findes-ikke",
  "/konto",
  "/konto/andet-trin",
  "/nyheder",
  "/hjaelp",
  ["/", "chef", "851"],
  "/enkeltsager",
  "/analyser",
  ["/analyser", "working_group"],
  "/analyser/serviceniveau",
  "/analyser/serviceniveau?year=1999",
  ["/analyser/serviceniveau/hvorfra?r.municipality=851&kolonne=unit_cost", "chef", "851"],
  ["/analyser/dyre-enkeltsager/hvorfra?r.municipality=total&kolonne=cases", "reader"],
  ["/analyser/dyre-enkeltsager", "reader"],
  "/analyser/tomme-boliger",
  ["/enkeltsager?year=2022&tal=udgift", "chef", "851"],
  ["/enkeltsager/kontrol", "secretariat"],
  ["/enkeltsager/egne", "chef", "851"],
  ["/enkeltsager/egne?year=2022&vis=alle", "chef", "860"],
  ["/enkeltsager/egne/findes-ikke", "chef", "851"],
  ["/data", "reader"],
  ["/hvorfra?rapport=tariffs&r.offer_id=SYN-001&r.service=Hovedydelse&r.year=2026&kolonne=median", "working_group"],
  "/hvorfra?rapport=tariffs&r.offer_id=SYN-001&r.service=Hovedydelse&r.year=2024&kolonne=real_tariff&offer=SYN-001",
  ["/tilbud", "reader"],
  ["/tilbud", "working_group"],
  ["/takster", "working_group"],
  ["/takster", "reader"],
  ["/tilbud/nyt", "chef", "851"],
  ["/tilbud/SYN-021", "chef", "851"],
  ["/brugere", "reader"],
  ["/brugere", "admin"],
  ["/brugere/findes-ikke", "admin"],
  ["/indstillinger", "admin"],
  ["/log", "admin"],
  ["/log?handling=exported&fra=2025-01-01", "admin"],
  ["/log-ind", null],
  ["/velkommen/findes-ikke", null],
  ["/opslag/findes-ikke/uaendret", null],
  ["/konto", "chef", "851"],
  ["/visninger", "chef", "851"],
];

let service, browser;
const meetings = {};
before(async () => {
  service = await startService({ demo: true });
  browser = await startBrowser();
  meetings.planned = await meeting("2027-03-12");
  meetings.sent = await meeting("2027-06-18");
  await sent(`/moeder/${meetings.sent}`, { handling: "skridt", skridt: "send" });
});
after(async () => {
  await browser?.close();
  await service?.stop();
});

/** Sends a form of the secretariat; where it leads. */
async function sent(address, fields) {
  const { name, value } = await service.cookieOf("secretariat");
  const headers = { cookie: `${name}=${value}`, origin: service.url };
  const body = new URLSearchParams(fields);
  const answer = await fetch(service.url + address, { method: "POST", body, headers, redirect: "manual" });
  assert.equal(answer.status, 303, `${address}: ${answer.status}`);
  return answer.headers.get("location");
}

/** A meeting with a report as its item: its id. */
async function meeting(dato) {
  const address = await sent("/moeder", { dato, titel: "Møde i KKR", type: "kkr", sted: "Aalborg" });
  const punkt = { overskrift: "Hvad driver udgifterne", tekst: "- Pris\n- Mængde", rapport: "decomposition", indstilling: "At mødet drøfter det." };
  await sent(`${address}/punkter`, punkt);
  return address.replace("/moeder/", "");
}

// Several at a time: each waits half a second, twice, until a page asks for nothing more.
describe("each page", { concurrency: 3 }, () => {
  for (const entry of PAGES) {
    const [asked, as, municipality] = Array.isArray(entry) ? entry : [entry, "secretariat"];
    describe(`${asked} (${as})`, { concurrency: 1 }, () => {
      let address, opened, scripted;
      const words = async () => (await opened.page.locator("main").innerText()).replace(/\s+/g, " ");
      // One page, looked at three ways: a browser's process for each would be most of the work.
      before(async () => {
        address = service.url + asked.replace(/\{(\w+)\}/, (_, name) => meetings[name]);
        opened = await openPage(browser, service, { as, municipality, viewport: { width: 375, height: 800 } });
      });
      after(() => opened?.close());

      test("375 pixels: axe, addresses, console, nothing is cut off", async () => {
        const { page, wrong } = opened;
        await page.goto(address, { waitUntil: "networkidle" });
        assert.deepEqual(await axe(page), []);
        assert.equal(await overflow(page), 0);
        assert.deepEqual(wrong, []);
      });

      test("wide: axe, addresses, console", async () => {
        const { page, wrong } = opened;
        await page.setViewportSize({ width: 1440, height: 900 });
        scripted = await words();
        assert.deepEqual(await axe(page), []);
        assert.deepEqual(wrong, []);
        assert.match(await page.textContent("body"), /SYNTETISKE DATA/);
      });

      test("without JavaScript it reads the same", async () => {
        const { page } = opened;
        const debug = await page.context().newCDPSession(page);
        await debug.send("Emulation.setScriptExecutionDisabled", { value: true });
        await page.goto(address);
        assert.equal(await page.locator("canvas[style]").count(), 0, "a script has run");
        const plain = await words();
        assert.ok(plain.length > 80, plain);
        const cells = (text) => text.match(/[\d.]+,\d+/g) ?? [];
        assert.deepEqual(cells(plain), cells(scripted));
      });
    });
  }
});
