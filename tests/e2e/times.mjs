// How long pages take in a browser, the first time and again, beside Datasette's page of the same data where that is
// installed: for `cargo bench -- browser`. What is printed is JSON, in milliseconds.
import { spawn, spawnSync } from "node:child_process";
import { join } from "node:path";
import { freePort, openPage, startBrowser, startService } from "./support.mjs";

/** What people of the secretariat open first. */
const PAGES = ["/", "/komponentanalyse", "/kommuner/851", "/tilbud", "/takster", "/takster/opfoelgning", "/ledige-pladser", "/enkeltsager",
  "/arbejdsplan", "/moeder"];
/** The page that is held against Datasette's. */
const LIST = "/takster";
const ROUNDS = 7;

function median(numbers) {
  const sorted = numbers.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)];
}

/** From the address to the end of loading, as the browser has it. */
async function loaded(page, address) {
  await page.goto(address, { waitUntil: "load" });
  return page.evaluate(async () => {
    const [entry] = performance.getEntriesByType("navigation");
    // The end of the event is known when it is over.
    while (!entry.loadEventEnd) await new Promise((resolve) => setTimeout(resolve, 1));
    return entry.loadEventEnd - entry.startTime;
  });
}

/** An address in a browser that knows nothing of it yet, and in the same one again; medians of some rounds. */
async function measured(browser, service, address, as) {
  const [first, again] = [[], []];
  for (let round = 0; round < ROUNDS; round++) {
    const { page, close } = await openPage(browser, service, { as });
    first.push(await loaded(page, address));
    again.push(await loaded(page, address));
    await close();
  }
  return { first: median(first), again: median(again) };
}

/** Datasette on the service's database; `null` where it is not installed. */
async function startDatasette(service) {
  const command = process.env.DATASETTE ?? "datasette";
  if (spawnSync(command, ["--version"]).status !== 0) return null;
  const port = await freePort();
  const database = join(service.folder, "e2e.db");
  const child = spawn(command, ["serve", "--immutable", database, "--port", port, "--setting", "default_page_size", "50"], { stdio: "ignore" });
  const url = `http://127.0.0.1:${port}`;
  for (let tries = 0; !(await fetch(url).then((answer) => answer.ok, () => false)); tries++) {
    if (tries > 100) throw new Error("Datasette does not get ready");
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return { url, stop: () => child.kill() };
}

const service = await startService({ demo: true });
const browser = await startBrowser();
const times = { pages: {}, datasette: null };
for (const path of PAGES) times.pages[path] = await measured(browser, service, `${service.url}${path}`, "secretariat");
const datasette = await startDatasette(service);
if (datasette) {
  times.list = times.pages[LIST];
  times.datasette = await measured(browser, datasette, `${datasette.url}/e2e/tariffs`, null);
  datasette.stop();
}
await browser.close();
await service.stop();
console.log(JSON.stringify(times));
