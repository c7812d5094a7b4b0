// The pictures of docs/GUIDE.md, made anew at each run from the synthetic region: they cannot age.
import assert from "node:assert/strict";
import { readFileSync, mkdirSync, statSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { after, before, test } from "node:test";
import { openPage, overflow, startBrowser, startService } from "./support.mjs";

const DOCS = resolve(dirname(fileURLToPath(import.meta.url)), "../../docs");
const PICTURES = [
  ["chef", "chef", "851", "/"],
  ["sekretariat", "secretariat", undefined, "/takster/opfoelgning"],
  ["arbejdsgruppe", "working_group", undefined, "/ledige-pladser"],
];

let service;
let browser;
before(async () => {
  service = await startService({ demo: true });
  browser = await startBrowser();
  mkdirSync(`${DOCS}/guide`, { recursive: true });
});
after(async () => {
  await browser?.close();
  await service?.stop();
});

for (const [name, as, municipality, address] of PICTURES) {
  test(`the guide shows ${address} as ${name} sees it`, async () => {
    const guide = readFileSync(`${DOCS}/GUIDE.md`, "utf8");
    assert.ok(guide.includes(`](guide/${name}.png)`), name);
    const { page, wrong, close } = await openPage(browser, service, { as, municipality, viewport: { width: 1100, height: 760 } });
    const answer = await page.goto(service.url + address);
    assert.equal(answer.status(), 200);
    assert.equal(await overflow(page), 0);
    await page.screenshot({ path: `${DOCS}/guide/${name}.png` });
    assert.ok(statSync(`${DOCS}/guide/${name}.png`).size > 10_000);
    assert.deepEqual(wrong, []);
    await close();
  });
}
