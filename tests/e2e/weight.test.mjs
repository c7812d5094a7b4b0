// How heavy the pages are, as counts: requests and bytes over the wire, the first time and again. No time is
// held to a limit here; `cargo bench` does that.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { setTimeout } from "node:timers/promises";
import { openPage, startBrowser, startService } from "./support.mjs";

const REQUESTS = 12;
const BYTES = 300_000;

// What each role begins its work on.
const PAGES = {
  chef: ["/", "/komponentanalyse", "/kommuner/851", "/kommuner/sammenlign?med=851&med=846", "/takster", "/ledige-pladser",
    "/ledige-pladser/mine", "/ledige-pladser/belaegning", "/enkeltsager", "/enkeltsager/egne", "/moeder", "/konto"],
  secretariat: ["/", "/paragraffer/TOTAL_107_108_105", "/kommuner/kort", "/tilbud", "/tilbud/SYN-001", "/takster/stigninger",
    "/takster/opfoelgning", "/takster/opfoelgning/bed-alle", "/arbejdsplan", "/moeder/nyt", "/data", "/analyser/fremskrivning",
    "/analyser/serviceniveau", "/hjaelp"],
  working_group: ["/", "/ledige-pladser/ny", "/ledige-pladser/afsoegning", "/arbejdsplan"],
  reader: ["/", "/enkeltsager"],
  admin: ["/brugere", "/log"],
};

let service, browser;
before(async () => {
  service = await startService({ demo: true });
  browser = await startBrowser();
});
after(async () => {
  await browser?.close();
  await service?.stop();
});

/** Counts what a page fetches; what comes out of the browser's cache is no request. */
async function counting(page) {
  const session = await page.context().newCDPSession(page);
  await session.send("Network.enable");
  let fetched = new Map();
  let kept = new Set();
  // What is under way, and when anything last began or ended.
  const underWay = new Map();
  let last = Date.now();
  const ended = ({ requestId }) => {
    if (underWay.delete(requestId)) last = Date.now();
  };
  session.on("Network.loadingFailed", ended);
  session.on("Network.loadingFinished", ended);
  session.on("Network.requestWillBeSent", ({ requestId, request }) => {
    if (!/^https?:/.test(request.url)) return;
    fetched.set(requestId, { url: request.url, bytes: 0 });
    underWay.set(requestId, request.url);
    last = Date.now();
  });
  session.on("Network.requestServedFromCache", ({ requestId }) => kept.add(requestId));
  session.on("Network.responseReceived", ({ requestId, response }) => {
    if (response.fromDiskCache) kept.add(requestId);
  });
  session.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => {
    const found = fetched.get(requestId);
    if (found) found.bytes = encodedDataLength;
  });
  /** Until nothing was under way for half a second: the browser's own "networkidle" is lost now and then, with nothing left to wait for. */
  const quiet = async () => {
    const end = Date.now() + 30_000;
    while (underWay.size > 0 || Date.now() - last < 500) {
      assert.ok(Date.now() < end, `asks for more after 30 seconds: ${[...underWay.values()].join(", ")}`);
      await setTimeout(50);
    }
  };
  /** What an address costs to look at. */
  return async (url) => {
    fetched = new Map();
    kept = new Set();
    await page.goto(url, { waitUntil: "load" });
    // Fonts and pictures of the stylesheet are asked for when the page is laid out, which a busy browser does late.
    await page.evaluate(() => document.body.offsetHeight && document.fonts.ready.then(() => {}));
    await quiet();
    const asked = [...fetched].filter(([id]) => !kept.has(id)).map(([, one]) => one);
    return {
      requests: asked.length,
      bytes: asked.reduce((sum, one) => sum + one.bytes, 0),
      addresses: asked.map((one) => one.url),
      heaviest: asked.toSorted((a, b) => b.bytes - a.bytes).slice(0, 3).map((one) => `${one.bytes} ${one.url}`).join(", "),
    };
  };
}

// Several at a time: each waits half a second, twice, until a page asks for nothing more.
describe("each page, first and again", { concurrency: 4 }, () => {
  const all = Object.entries(PAGES).flatMap(([as, addresses]) => addresses.map((address) => [as, address]));
  for (const [as, address] of all) {
    test(`${address} (${as}): at most ${REQUESTS} requests, ${BYTES} bytes, none outside`, async (t) => {
      // A browser that was never here has nothing in its cache.
      const { page, wrong, close } = await openPage(browser, service, { as, municipality: as === "chef" ? "851" : undefined });
      const counted = await counting(page);
      const first = await counted(service.url + address);
      const again = await counted(service.url + address);
      await close();
      t.diagnostic(`first ${first.requests} requests, ${first.bytes} bytes; again ${again.requests}, ${again.bytes}`);
      assert.ok(first.bytes > 40_000, `the count counts the fonts: ${first.heaviest}`);
      for (const one of [first, again]) {
        assert.deepEqual(one.addresses.filter((url) => !url.startsWith(service.url)), []);
        assert.ok(one.requests <= REQUESTS, `${one.requests} requests: ${one.heaviest}`);
        assert.ok(one.bytes <= BYTES, `${one.bytes} bytes: ${one.heaviest}`);
      }
      // Whatever is not the page itself is kept by its name, which changes with its content.
      const twice = again.addresses.filter((url) => url.includes("/static/") && first.addresses.includes(url));
      assert.deepEqual(twice, []);
      assert.deepEqual(wrong, []);
    });
  }
});
