// The first administrator, an invited chef, what each sees, and the end of a session: in a browser.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { PASSWORD, axe, openPage, overflow, startBrowser, startService } from "./support.mjs";

let service, browser;
before(async () => {
  service = await startService({ users: false, args: ["--log", "debug"] });
  browser = await startBrowser();
});
after(async () => {
  await browser?.close();
  await service?.stop();
});

async function choose(page, fields) {
  for (const [label, value] of Object.entries(fields)) await page.getByLabel(label, { exact: false }).first().fill(value);
  await page.getByLabel("Gentag adgangskoden").fill(PASSWORD);
  await page.click('button:text-is("Gem og log ind")');
}

for (const width of [1440, 375]) {
  test(`from the printed link to a chef's cockpit (${width} pixels)`, async () => {
    const options = { as: null, viewport: { width, height: 800 } };
    const admin = await openPage(browser, service, options);
    const first = width === 1440;
    if (first) {
      assert.match(service.printed(), /^http:\/\/127\.0\.0\.1:\d+\/velkommen\/[\w-]{43}$/);
      await admin.page.goto(service.printed());
      assert.deepEqual(await axe(admin.page), []);
      await admin.page.getByLabel("Kun administrator").check();
      await choose(admin.page, { Mailadresse: "admin@example.dk", Navn: "Ada Min", "Adgangskode (": PASSWORD });
      await admin.page.waitForURL("**/brugere");
      await admin.page.goto(service.printed());
      assert.match(await admin.page.innerText("main"), /findes ikke/, "the link is dead");
      await admin.page.goto(`${service.url}/`);
    } else {
      await admin.page.goto(`${service.url}/brugere`);
      await admin.page.fill("#email", "admin@example.dk");
      await admin.page.fill("#adgangskode", "forkert adgangskode");
      await admin.page.click('main button:text-is("Log ind")');
      assert.match(await admin.page.innerText("[role=alert]"), /passer ikke sammen/);
      assert.deepEqual(await axe(admin.page), []);
      await admin.page.fill("#adgangskode", PASSWORD);
      await admin.page.click('main button:text-is("Log ind")');
    }
    await admin.page.waitForURL("**/brugere");
    assert.deepEqual(await axe(admin.page), []);
    assert.equal(await overflow(admin.page), 0);

    await admin.page.fill("#email", `chef${width}@example.dk`);
    await admin.page.selectOption("#rolle", "chef");
    await admin.page.click('button:text-is("Invitér")');
    assert.match(await admin.page.innerText("[role=alert]"), /Vælg kommunen/);
    await admin.page.selectOption("#kommune", { label: "Aalborg" });
    await admin.page.click('button:text-is("Invitér")');
    const link = await admin.page.innerText("code.secret");
    assert.deepEqual(await axe(admin.page), []);

    const chef = await openPage(browser, service, options);
    await chef.page.goto(link);
    await choose(chef.page, { Navn: "Bo Dam", "Adgangskode (": PASSWORD });
    await chef.page.locator("h2:text-is('Det venter på dig')").waitFor();
    const menu = await chef.page.locator("nav[aria-label=Hovedmenu]").innerText();
    assert.match(menu, /Data/);
    assert.doesNotMatch(menu, /Brugere|Log\b/);
    await chef.page.goto(`${service.url}/brugere`);
    assert.match(await chef.page.innerText("h1"), /ikke tilladt/);
    assert.match(await chef.page.innerText("main"), /Din rolle er chef\. Brugere er kun for administratorer\./);
    await chef.page.click("text=Konto");
    assert.match(await chef.page.innerText("main"), /Bo Dam[\s\S]*Aalborg/);
    await chef.page.fill("#navn", "Regneark");
    await chef.page.click('button:text-is("Opret token")');
    const token = await chef.page.innerText("code.secret");
    const report = await fetch(`${service.url}/api/v1/reports/unit-costs`, { headers: { authorization: `Bearer ${token}` } });
    assert.equal(report.status, 200);
    assert.deepEqual(await axe(chef.page), []);
    assert.equal(await overflow(chef.page), 0);

    // Shut out, the open page of the chef leads to the sign-in.
    await admin.page.goto(`${service.url}/brugere`);
    await admin.page.click(`text=chef${width}@example.dk`);
    assert.deepEqual(await axe(admin.page), []);
    assert.equal(await overflow(admin.page), 0);
    await admin.page.click('button:text-is("Spær")');
    assert.match(await admin.page.innerText("dl.facts-of"), /spærret/);
    await chef.page.goto(`${service.url}/`);
    await chef.page.waitForURL("**/log-ind");
    const dead = await fetch(`${service.url}/api/v1/reports/unit-costs`, { headers: { authorization: `Bearer ${token}` } });
    assert.equal(dead.status, 401);

    await admin.page.goto(`${service.url}/log?tekst=chef${width}`);
    assert.match(await admin.page.innerText("main"), /spærrede bruger[\s\S]*oprettede token[\s\S]*inviterede bruger/);
    assert.equal(await overflow(admin.page), 0);
    await admin.page.click('button:text-is("Log ud")');
    await admin.page.waitForURL("**/log-ind");
    await admin.page.goBack();
    await admin.page.reload();
    await admin.page.waitForURL("**/log-ind*");
    // The log of the service tells of both, and no secret of either.
    const told = service.told();
    assert.match(told, /WARN.*not allowed/);
    assert.match(told, /DEBUG.*route="?\/velkommen\/\{secret\}/);
    const cookies = await chef.page.context().cookies();
    for (const secret of [PASSWORD, token, link.split("/").pop(), "Bo Dam", "@example.dk", ...cookies.map((c) => c.value)]) {
      assert.ok(secret && !told.includes(secret), `${secret} is in the log`);
    }
    assert.deepEqual(admin.wrong, []);
    assert.deepEqual(chef.wrong, []);
    await admin.close();
    await chef.close();
  });
}
