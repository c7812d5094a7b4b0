// The service on a database of its own, and a real Chromium to look at it with.
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium } from "playwright-core";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const binary = process.env.COCKPIT_BINARY ?? "target/debug/cockpit";
const executablePath = process.env.CHROMIUM ?? "/usr/bin/chromium-headless-shell";

/** What everyone's password is here. */
export const PASSWORD = "en hest spiser aldrig torsdage";

/** A port that was free a moment ago. */
export function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

/** Runs a command of the service to its end. */
export function run(args) {
  return new Promise((resolve, reject) => {
    const child = spawn(binary, args, { stdio: ["ignore", "pipe", "pipe"] });
    let output = "";
    let problems = "";
    child.stdout.on("data", (text) => (output += text));
    child.stderr.on("data", (text) => (problems += text));
    child.on("error", reject);
    child.on("exit", (code) => (code === 0 ? resolve(output) : reject(new Error(`${args}: ${output}${problems}`))));
  });
}

/** Chooses name and password at a one-time link; the session's cookie. The first one's link asks for more. */
async function choose(link, email, name, more = {}) {
  const body = new URLSearchParams({ email, navn: name, adgangskode: PASSWORD, gentag: PASSWORD, ...more });
  const answer = await fetch(link, { method: "POST", body, redirect: "manual" });
  const cookie = answer.headers.get("set-cookie");
  if (answer.status !== 303 || !cookie) throw new Error(`${link}: ${answer.status} ${await answer.text()}`);
  const [name_, value] = cookie.split(";")[0].split("=");
  return { name: name_, value };
}

/**
 * The service on a fresh database; `demo` fills it with the synthetic region first. The first
 * administrator, of no other role, comes in by the printed link, unless `users` is false.
 */
export async function startService({ demo = false, users = true, port, args = [] } = {}) {
  const folder = mkdtempSync(join(tmpdir(), "cockpit-e2e-"));
  const database = ["--database-url", `sqlite:${join(folder, "e2e.db")}`];
  if (demo) await run([...database, "demo"]);
  port ??= await freePort();
  const url = `http://127.0.0.1:${port}`;
  const serve = [...database, "serve", "--listen", `127.0.0.1:${port}`, ...args];
  const child = spawn(binary, serve, { stdio: ["ignore", "pipe", "pipe"] });
  let printed = "";
  let told = "";
  child.stdout.on("data", (text) => (printed += text));
  child.stderr.on("data", (text) => (told += text));
  const ended = new Promise((resolve) => child.on("exit", resolve));
  for (let tries = 0; ; tries++) {
    if (await fetch(`${url}/readyz`).then((answer) => answer.ok, () => false)) break;
    if (tries > 100) throw new Error("the service does not get ready");
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  const cookies = new Map();
  if (users) cookies.set("admin", await choose(printed.trim(), "admin@example.dk", "Ada Min", { rolle: "administrator_only" }));
  return {
    url,
    folder,
    database,
    /** What the service printed on its standard output. */
    printed: () => printed.trim(),
    /** What it told on its standard error: the log of the service. */
    told: () => told,
    /** The session of a user of a role, made when it is first asked for. */
    async cookieOf(role, municipality) {
      const key = `${role}${municipality ?? ""}`;
      // Two that ask at once get the same one.
      const made = async () => {
        const email = `${role}${municipality ?? ""}@example.dk`;
        const own = municipality ? ["--municipality", municipality] : [];
        const link = await run([...database, "user", "add", email, "--role", role, "--public-url", url, ...own]);
        return choose(link.trim(), email, `Prøve ${role}`);
      };
      if (!cookies.has(key)) cookies.set(key, made());
      return cookies.get(key);
    },
    async stop() {
      child.kill("SIGTERM");
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export function startBrowser() {
  return chromium.launch({
    executablePath,
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  });
}

/**
 * A page that keeps what went wrong on it: requests to other addresses, errors in the console
 * (a violated Content-Security-Policy is one), scripts that threw. `as` is the role that is
 * signed in (the secretariat unless said otherwise), or null for nobody.
 */
export async function openPage(browser, service, { as = "secretariat", municipality, ...options } = {}) {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: "da-DK", ...options });
  if (as) await context.addCookies([{ ...(await service.cookieOf(as, municipality)), url: service.url }]);
  const page = await context.newPage();
  const wrong = [];
  page.on("request", (request) => {
    const address = request.url();
    if (!address.startsWith(service.url) && !/^(data|blob|about):/.test(address)) wrong.push(`request to ${address}`);
  });
  page.on("console", (message) => {
    // An answer of 404 or 422 is part of some tests, and Chromium reports it as an error.
    if (message.type() === "error" && !/Failed to load resource.*(401|403|404|422)/.test(message.text())) wrong.push(message.text());
  });
  page.on("pageerror", (error) => wrong.push(String(error)));
  return { page, wrong, close: () => context.close() };
}

/** What axe finds, one line each. */
export async function axe(page) {
  // Through the debugger, not a script tag: the Content-Security-Policy stays as it is.
  await page.evaluate(AXE);
  const { violations } = await page.evaluate(() => window.axe.run(document, { resultTypes: ["violations"] }));
  return violations.map((v) => `${v.id}: ${v.help} (${v.nodes.map((n) => n.target.join(" ")).join("; ")})`);
}

/** How far the page is wider than the window. */
export function overflow(page) {
  return page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
}
