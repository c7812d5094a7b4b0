// The reminder of an entry, from a real mail server to the button on a phone: the link needs no sign-in,
// looking at it changes nothing, and it answers once.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { SMTPServer } from "smtp-server";
import { axe, freePort, openPage, overflow, startBrowser, startService } from "./support.mjs";

const PHONE = { width: 375, height: 740 };
const CODES = {
  Aalborg: "851", Brønderslev: "810", Frederikshavn: "813", Hjørring: "860", Jammerbugt: "849", Læsø: "825",
  Mariagerfjord: "846", Morsø: "773", Rebild: "840", Thisted: "787", Vesthimmerlands: "820",
};

let service, browser, post;
const taken = [];

before(async () => {
  post = new SMTPServer({
    disabledCommands: ["STARTTLS", "AUTH"],
    onData(stream, session, done) {
      const parts = [];
      stream.on("data", (part) => parts.push(part));
      stream.on("end", () => {
        taken.push({ text: Buffer.concat(parts).toString("latin1"), to: session.envelope.rcptTo[0].address });
        done();
      });
    },
  });
  const smtp = await freePort();
  await new Promise((resolve) => post.listen(smtp, "127.0.0.1", resolve));
  const port = await freePort();
  const options = {
    "public-url": `http://127.0.0.1:${port}`, smtp: `plain://127.0.0.1:${smtp}`, "mail-from": "Cockpittet <cockpit@example.dk>",
  };
  const args = Object.entries(options).flatMap(([name, value]) => [`--${name}`, value]);
  service = await startService({ port, args, demo: true });
  browser = await startBrowser();
});
after(async () => {
  await browser?.close();
  await service?.stop();
  await new Promise((resolve) => (post ? post.close(resolve) : resolve()));
});

/** The text of a mail, out of quoted-printable or base64. */
function plain({ text }) {
  const [head, ...rest] = text.split("\r\n\r\n");
  const body = rest.join("\r\n\r\n");
  if (/transfer-encoding: base64/i.test(head)) return Buffer.from(body, "base64").toString("utf8");
  if (!/transfer-encoding: quoted-printable/i.test(head)) return Buffer.from(body, "latin1").toString("utf8");
  const bytes = body.replace(/=\r\n/g, "").replace(/=([0-9A-F]{2})/g, (_, hex) => String.fromCharCode(parseInt(hex, 16)));
  return Buffer.from(bytes, "latin1").toString("utf8");
}

async function until(holds, what) {
  for (let tries = 0; !(await holds()); tries++) {
    if (tries > 200) throw new Error(`${what}: ${service.told()}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** The reminders that have come to somebody. */
const reminders = (to) => taken.filter((mail) => mail.to === to && /\/opslag\//.test(plain(mail)));

/** Those of the demo region's entries that are due, with the municipality whose chef answers for them. */
async function due() {
  const { page, close } = await openPage(browser, service);
  const { rows } = await (await page.request.get(`${service.url}/api/v1/reports/vacancies`)).json();
  await close();
  const days = ({ confirmed_on: on }) => Math.round((Date.now() - Date.parse(on)) / 86400000 - 0.5);
  const own = rows.map((row) => ({ ...row, code: CODES[row.operator.replace(/ Kommune$/, "")], days: days(row) }));
  return own.filter((row) => row.code && row.days >= 12 && row.days <= 20);
}

test("the reminder comes to the chef, looking changes nothing, one press confirms once", async () => {
  const [entry] = await due();
  assert.ok(entry, "the demo region has an entry that waits for a confirmation");
  const chef = { as: "chef", municipality: entry.code, viewport: PHONE };
  const signedIn = await openPage(browser, service, chef);
  const to = `chef${entry.code}@example.dk`;
  await until(() => reminders(to).length > 0, "no reminder comes");
  const mail = reminders(to).find((one) => plain(one).includes(`/ledige-pladser/${entry.id}\r\n`) || plain(one).includes(`/ledige-pladser/${entry.id}\n`));
  const text = plain(mail);
  assert.match(text, new RegExp(`sidst bekræftet .* for \\d+ dage siden`));
  const link = /^\S+\/opslag\/[\w-]{43}\/uaendret$/m.exec(text)[0];

  const { page, wrong, close } = await openPage(browser, service, { as: null, viewport: PHONE });
  const answer = await page.goto(link);
  assert.equal(answer.headers()["referrer-policy"], "no-referrer");
  assert.equal(answer.headers()["cache-control"], "no-store");
  assert.match(await page.textContent("main"), /Der sker ikke noget, før du trykker/);
  assert.deepEqual(await axe(page), []);
  assert.equal(await overflow(page), 0);
  // As a mail scanner does.
  for (const method of ["get", "head"]) assert.ok((await page.request[method](link)).ok());
  await signedIn.page.goto(`${service.url}/ledige-pladser/${entry.id}`);
  assert.doesNotMatch(await signedIn.page.textContent("main"), /via mail|bekræftet.*i dag/i);

  await page.goto(link);
  await page.click("main button");
  assert.match(await page.textContent("main"), /Opslaget er bekræftet i dag/);
  assert.deepEqual(await axe(page), []);
  await page.goto(link);
  assert.match(await page.textContent("main"), /Der er allerede svaret/);
  assert.equal(await page.locator("main button").count(), 0);
  await page.goto(link.replace(/uaendret$/, "lukket"));
  assert.match(await page.textContent("main"), /Der er allerede svaret/);
  assert.equal(await overflow(page), 0);
  await signedIn.page.goto(`${service.url}/ledige-pladser/${entry.id}`);
  assert.match(await signedIn.page.textContent("main"), /i dag \(/);

  // One letter of the secret is another: a clear page, and no entry.
  const tampered = link.replace(/\/opslag\/(.)/, (_, letter) => `/opslag/${letter === "a" ? "b" : "a"}`);
  assert.equal((await page.goto(tampered)).status(), 404);
  assert.match(await page.textContent("main"), /Linket kan ikke bruges/);
  assert.deepEqual(await axe(page), []);
  assert.deepEqual(wrong, []);
  // Nothing comes twice.
  const before = reminders(to).length;
  await new Promise((resolve) => setTimeout(resolve, 11_000));
  assert.equal(reminders(to).length, before);
  assert.ok(!service.told().includes(link.split("/").at(-2)), "the secret is in the log");
  await signedIn.close();
  await close();
});

test("mails are chosen and a calendar is made without JavaScript, and its address opens the calendar", async () => {
  const { page, wrong, close } = await openPage(browser, service, { as: "working_group", viewport: PHONE, javaScriptEnabled: false });
  await page.goto(`${service.url}/konto`);
  assert.ok(await page.isChecked("#mail-reminder"));
  assert.ok(!(await page.isChecked("#mail-weekly")));
  await page.uncheck("#mail-reminder");
  await page.check("#mail-weekly");
  await page.click('form[action="/konto/mails"] button');
  assert.match(await page.textContent("main"), /Gemt\./);
  assert.ok(!(await page.isChecked("#mail-reminder")));
  assert.ok(await page.isChecked("#mail-weekly"));
  await page.click("text=Lav en adresse");
  const address = await page.textContent("code.secret");
  const calendar = await fetch(address);
  assert.equal(calendar.headers.get("content-type"), "text/calendar; charset=utf-8");
  const text = await calendar.text();
  assert.match(text, /^BEGIN:VCALENDAR\r\n[\s\S]*BEGIN:VEVENT\r\n[\s\S]*END:VCALENDAR\r\n$/);
  assert.ok(text.split("\r\n").every((line) => Buffer.byteLength(line) <= 75));
  await page.goto(`${service.url}/konto`);
  assert.equal(await overflow(page), 0);
  await page.click("text=Luk adressen");
  assert.equal((await fetch(address)).status, 404);
  assert.deepEqual(wrong, []);
  await close();
});
