// Mails through a real mail server, with STARTTLS and a password: each arrives once, what is refused
// is shown to the administrator, and no address is in the log of the service.
import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { SMTPServer } from "smtp-server";
import { axe, freePort, openPage, overflow, startBrowser, startService } from "./support.mjs";

const SECRET = "en lang kode til mailserveren";
const folder = mkdtempSync(join(tmpdir(), "cockpit-mail-"));
const file = (name) => join(folder, name);
const binary = process.env.COCKPIT_BINARY ?? "target/debug/cockpit";

let service, browser, post, args, second;
/** What the mail server took, and how it answers just now. */
const taken = [];
let refusal = null;

function mailServer() {
  execFileSync("openssl", [
    ..."req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=localhost".split(" "),
    ..."-addext subjectAltName=DNS:localhost -addext basicConstraints=critical,CA:FALSE".split(" "),
    ...["-keyout", file("key.pem"), "-out", file("cert.pem")],
  ], { stdio: "ignore" });
  return new SMTPServer({
    key: readFileSync(file("key.pem")),
    cert: readFileSync(file("cert.pem")),
    onAuth({ username, password }, session, done) {
      if (!session.secure) return done(new Error("unencrypted"));
      done(username === "cockpit" && password === SECRET ? null : new Error("no"), { user: username });
    },
    onData(stream, session, done) {
      let text = "";
      stream.on("data", (part) => (text += part));
      stream.on("end", () => {
        if (refusal) return done(Object.assign(new Error(refusal.words), { responseCode: refusal.code }));
        taken.push({ text, to: session.envelope.rcptTo.map((to) => to.address) });
        done();
      });
    },
  });
}

before(async () => {
  post = mailServer();
  const smtp = await freePort();
  await new Promise((resolve) => post.listen(smtp, "127.0.0.1", resolve));
  writeFileSync(file("password"), `${SECRET}\n`);
  const port = await freePort();
  const options = {
    "public-url": `http://127.0.0.1:${port}`, smtp: `smtp://localhost:${smtp}`, "mail-from": "Cockpittet <cockpit@example.dk>",
    "smtp-user": "cockpit", "smtp-password-file": file("password"), "smtp-ca-file": file("cert.pem"), log: "debug",
  };
  args = Object.entries(options).flatMap(([name, value]) => [`--${name}`, value]);
  service = await startService({ port, args });
  browser = await startBrowser();
});
after(async () => {
  await browser?.close();
  second?.kill("SIGTERM");
  await service?.stop();
  await new Promise((resolve) => (post ? post.close(resolve) : resolve()));
  rmSync(folder, { recursive: true, force: true });
});

async function until(holds, what) {
  for (let tries = 0; !(await holds()); tries++) {
    if (tries > 600) throw new Error(`${what}: ${service.told()}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

const TRY = 'button:text-is("Send en prøvemail til mig selv")';

/** Presses a button, and waits for the page that answers it. */
const press = (page, button) => Promise.all([page.waitForNavigation(), page.click(button)]);

test("a mail arrives once, signed in and encrypted, and is marked as a machine's", async () => {
  const { page, wrong, close } = await openPage(browser, service, { as: "admin", viewport: { width: 375, height: 800 } });
  await page.goto(`${service.url}/mails`);
  assert.match(await page.innerText("main"), /sendes gennem localhost/);
  await press(page, TRY);
  await until(() => taken.length === 1, "the mail does not arrive");
  const [{ text, to }] = taken;
  assert.deepEqual(to, ["admin@example.dk"]);
  assert.match(text, /^Message-ID: <[0-9a-f-]{36}@127\.0\.0\.1>\r$/m);
  assert.match(text, /^Auto-Submitted: auto-generated\r$/m);
  assert.match(text, /^From: .*<cockpit@example\.dk>\r$/m);
  await until(async () => {
    await page.reload();
    return /seneste syv dage er 1 sendt/.test(await page.innerText("main"));
  }, "it is not marked");
  assert.deepEqual(await axe(page), []);
  assert.equal(await overflow(page), 0);
  assert.deepEqual(wrong, []);
  await close();
});

test("what the server never takes is given up with its reason, and goes when it is tried again", async () => {
  const { page, close } = await openPage(browser, service, { as: "admin", viewport: { width: 375, height: 800 } });
  await page.goto(`${service.url}/mails`);
  refusal = { code: 451, words: "come again later" };
  await press(page, TRY);
  const told = (words) => async () => {
    await page.reload();
    return words.test(await page.innerText("main"));
  };
  await until(told(/Venter[\s\S]*Prøve fra[\s\S]*afviste[\s\S]*451/), "it does not wait");
  refusal = { code: 550, words: "no such mailbox" };
  await press(page, TRY);
  await until(told(/Opgivet[\s\S]*no such mailbox[\s\S]*Venter/), "it is not given up");
  assert.deepEqual(await axe(page), []);
  assert.equal(await overflow(page), 0);
  refusal = null;
  await press(page, 'main button:has-text("Prøv igen")');
  await until(() => taken.length === 2, "it does not go");
  await close();
});

test("two processes on one database send each mail once, and the log names nobody", async () => {
  const port = await freePort();
  second = spawn(binary, [...service.database, "serve", "--listen", `127.0.0.1:${port}`, ...args], { stdio: ["ignore", "ignore", "pipe"] });
  let told = "";
  second.stderr.on("data", (text) => (told += text));
  await until(() => fetch(`http://127.0.0.1:${port}/readyz`).then((answer) => answer.ok, () => false), "no second one");
  const before = taken.length;
  const cookie = await service.cookieOf("admin");
  const headers = { cookie: `${cookie.name}=${cookie.value}`, origin: service.url };
  for (let number = 0; number < 24; number++) {
    const answer = await fetch(`${service.url}/mails/proeve`, { method: "POST", headers, redirect: "manual" });
    assert.equal(answer.status, 303);
  }
  await until(() => taken.length >= before + 24, "not all arrive");
  // Two more rounds of both: nothing comes twice.
  await new Promise((resolve) => setTimeout(resolve, 11_000));
  const ids = taken.map(({ text }) => /^Message-ID: (\S+)/m.exec(text)[1]);
  assert.equal(ids.length, before + 24);
  assert.equal(new Set(ids).size, ids.length);
  const log = service.told() + told;
  assert.match(log, /a mail was sent/);
  assert.match(log, /a mail was not taken/);
  assert.doesNotMatch(log, /@example\.dk|no such mailbox/);
  assert.ok(!log.includes(SECRET));
});
