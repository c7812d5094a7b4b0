// Signing in through a real OpenID Connect provider (npm oidc-provider), in a browser.
import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { Provider } from "oidc-provider";
import { PASSWORD, freePort, openPage, run, startBrowser, startService } from "./support.mjs";

// What the organisation says of its people; a test may change it.
const PEOPLE = {
  bo: { email: "bo@aalborg.example", name: "Bo Dam", groups: ["Alle", "Cockpit-Chef"], municipality: "860" },
  ina: { email: "ina@aalborg.example", name: "Ina Bach", groups: ["Alle"] },
  eva: { email: "eva@aalborg.example", name: "Eva Krogh", groups: ["Cockpit-Chef", "Cockpit-Laes"] },
  per: { email: "per@aalborg.example", name: "Per Juhl", groups: ["Cockpit-Laes"] },
  lis: { email: "secretariat@example.dk", name: "Lis Toft", groups: ["Cockpit-Laes"] },
};

let service, browser, provider, folder;

async function startProvider(port, redirect, claimsInIdToken) {
  const oidc = new Provider(`http://127.0.0.1:${port}`, {
    clients: [
      {
        client_id: "cockpit",
        client_secret: "kun-til-denne-proeve",
        redirect_uris: [redirect],
        response_types: ["code"],
        grant_types: ["authorization_code"],
      },
    ],
    pkce: { required: () => true },
    conformIdTokenClaims: !claimsInIdToken,
    claims: { openid: ["sub"], email: ["email"], profile: ["name", "groups", "municipality"] },
    cookies: { keys: ["kun til denne prøve"] },
    features: { devInteractions: { enabled: true } },
    findAccount: (_, id) => ({ accountId: id, claims: () => ({ sub: id, ...PEOPLE[id] }) }),
  });
  const server = createServer(oidc.callback());
  await new Promise((resolve) => server.listen(port, "127.0.0.1", resolve));
  return { stop: () => new Promise((resolve) => (server.closeAllConnections(), server.close(resolve))) };
}

before(async () => {
  folder = mkdtempSync(join(tmpdir(), "cockpit-oidc-"));
  const [port, providerPort] = [await freePort(), await freePort()];
  provider = await startProvider(providerPort, `http://127.0.0.1:${port}/log-ind/aalborg/svar`, false);
  const settings = join(folder, "oidc.json");
  writeFileSync(join(folder, "secret"), "kun-til-denne-proeve\n");
  writeFileSync(
    settings,
    JSON.stringify([
      {
        key: "aalborg",
        name: "Aalborg Kommune",
        issuer: `http://127.0.0.1:${providerPort}`,
        client_id: "cockpit",
        client_secret_file: join(folder, "secret"),
        role_claim: "groups",
        roles: { "Cockpit-Chef": "chef", "Cockpit-Laes": "reader" },
        municipality: "851",
      },
    ]),
  );
  service = await startService({ port, args: ["--oidc", settings] });
  browser = await startBrowser();
});
after(async () => {
  await browser?.close();
  await service?.stop();
  await provider?.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** Goes to the provider as somebody, and back. */
async function signIn(page, who) {
  await page.goto(`${service.url}/kommuner/851`);
  await page.click("text=Log ind med Aalborg Kommune");
  await page.fill("[name=login]", who);
  await page.fill("[name=password]", "det er lige meget her");
  await page.click("button[type=submit]");
  await page.click("button[type=submit]");
}

test("a chef comes in as the organisation says, and changes as it says", async () => {
  const { page, close } = await openPage(browser, service, { as: null });
  await signIn(page, "bo");
  await page.waitForURL("**/kommuner/851");
  await page.goto(`${service.url}/konto`);
  const account = await page.innerText("main");
  assert.match(account, /Bo Dam[\s\S]*bo@aalborg\.example[\s\S]*Chef[\s\S]*Aalborg/, "the provider speaks for Aalborg, whatever it claims");
  assert.match(account, /ingen adgangskode her/);
  await close();

  // No local password, by any way.
  await assert.rejects(run([...service.database, "user", "link", "bo@aalborg.example"]), /egen organisation/);
  const form = new URLSearchParams({ email: "bo@aalborg.example", adgangskode: PASSWORD });
  const local = await fetch(`${service.url}/log-ind`, { method: "POST", body: form, redirect: "manual" });
  assert.equal(local.status, 401);

  PEOPLE.bo.groups = ["Cockpit-Laes"];
  const again = await openPage(browser, service, { as: null });
  await signIn(again.page, "bo");
  await again.page.waitForURL("**/kommuner/851");
  await again.page.goto(`${service.url}/konto`);
  assert.match(await again.page.innerText("main"), /Læser/);
  assert.equal((await run([...service.database, "user", "list"])).match(/bo@aalborg/g).length, 1);

  await run([...service.database, "user", "disable", "bo@aalborg.example"]);
  await again.page.goto(`${service.url}/`);
  await again.page.waitForURL("**/log-ind");
  await again.close();
  const shut = await openPage(browser, service, { as: null });
  await signIn(shut.page, "bo");
  assert.match(await shut.page.innerText("main"), /spærret/);
  await shut.close();
});

for (const [who, words] of [
  ["ina", /ikke givet dig en rolle/],
  ["eva", /flere roller/],
  ["lis", /har allerede en konto/],
]) {
  test(`${who} is not let in, and told why`, async () => {
    await service.cookieOf("secretariat");
    const { page, close } = await openPage(browser, service, { as: null });
    await signIn(page, who);
    assert.match(await page.innerText("main"), words);
    await page.goto(`${service.url}/konto`);
    await page.waitForURL("**/log-ind*");
    await close();
  });
}

// No form can be carried through the organisation's own pages: they open in a window of their own.
test("what was typed when a session had ended waits for a sign-in in another window", async () => {
  const { page, close } = await openPage(browser, service, { as: null, javaScriptEnabled: false });
  await signIn(page, "per");
  await page.goto(`${service.url}/konto`);
  await page.fill("#navn", "Udtræk til budgettet");

  // Another browser of the same person ends the session.
  const other = await openPage(browser, service, { as: null });
  await signIn(other.page, "per");
  await other.page.goto(`${service.url}/konto`);
  await other.page.locator('form[action^="/konto/sessioner/"] button').first().click();
  await other.close();

  await page.click('button:text-is("Opret token")');
  const goOn = page.locator('button:text-is("Jeg er logget ind: vis det, jeg skrev")');
  await goOn.click();
  assert.match(await page.innerText("[role=alert]"), /ikke logget ind endnu/);
  const opened = page.waitForEvent("popup");
  await page.click("text=Log ind med Aalborg Kommune");
  const popup = await opened;
  await popup.waitForLoadState();
  // The provider may know the person from before.
  if (await popup.locator("[name=login]").count()) {
    await popup.fill("[name=login]", "per");
    await popup.fill("[name=password]", "det er lige meget her");
    await popup.click("button[type=submit]");
    await popup.click("button[type=submit]");
  }
  await popup.waitForURL(`${service.url}/`);
  await popup.close();
  await goOn.click();
  assert.match(await page.innerText("main"), /Du er logget ind igen, og intet er gemt endnu/);
  assert.equal(await page.inputValue("#navn"), "Udtræk til budgettet");
  await page.click('button:text-is("Opret token")');
  assert.ok(await page.innerText("code.secret"));
  await close();
});

test("an answer that nobody asked for is refused", async () => {
  const begun = await fetch(`${service.url}/log-ind/aalborg?naeste=%2F`, { redirect: "manual" });
  const target = new URL(begun.headers.get("location"));
  for (const key of ["state", "nonce", "code_challenge"]) assert.ok(target.searchParams.get(key), key);
  assert.equal(target.searchParams.get("code_challenge_method"), "S256");
  const state = target.searchParams.get("state");
  // Another browser's: without the cookie of the one that began.
  const foreign = await fetch(`${service.url}/log-ind/aalborg/svar?code=x&state=${state}`, { redirect: "manual" });
  assert.equal(foreign.status, 422);
  assert.equal(foreign.headers.get("set-cookie"), null);
  // A code that the provider does not know, and the same answer again.
  const cookie = begun.headers.get("set-cookie").split(";")[0];
  for (const status of [500, 422]) {
    const made = await fetch(`${service.url}/log-ind/aalborg/svar?code=x&state=${state}`, { redirect: "manual", headers: { cookie } });
    assert.equal(made.status, status);
    assert.doesNotMatch(await made.text(), /invalid_grant|oauth|panicked/i);
  }
  const refused = await fetch(`${service.url}/log-ind/aalborg/svar?error=access_denied&state=${state}`, { redirect: "manual" });
  assert.equal(refused.status, 403);
});
