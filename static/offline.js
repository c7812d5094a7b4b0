// Keeps what was typed in a form while there is no network, and sends it when there is again. It is
// kept in this tab alone (sessionStorage): another person on the same phone does not find it.
// Without this script the form is a plain form.
(() => {
  "use strict";
  const theForm = () => document.querySelector("form[data-offline]");
  if (!theForm()) return;
  const key = `offline:${theForm().dataset.offline}`;
  const RETRY = 15_000;
  let waiting = false;
  let timer = 0;

  const fields = () => [...new FormData(theForm())].filter(([, value]) => typeof value === "string");

  function keep() {
    try {
      sessionStorage.setItem(key, JSON.stringify({ send: waiting, fields: fields() }));
    } catch {
      // Storage is full or forbidden: what was typed stands in the form still.
    }
  }

  function kept() {
    try {
      return JSON.parse(sessionStorage.getItem(key) ?? "null");
    } catch {
      return null;
    }
  }

  function forget() {
    try {
      sessionStorage.removeItem(key);
    } catch {
      // As above.
    }
  }

  function say(text) {
    const words = theForm()?.querySelector(".offline-words");
    if (!words) return;
    words.textContent = text;
    words.hidden = text === "";
  }

  function restore(pairs) {
    for (const [name, value] of pairs) {
      for (const field of theForm().elements) {
        if (field.name !== name || field.type === "hidden") continue;
        if (field.type === "radio" || field.type === "checkbox") field.checked = field.value === value;
        else field.value = value;
      }
    }
  }

  // The form again, with what is wrong, as the service shows it.
  function show(html) {
    const page = new DOMParser().parseFromString(html, "text/html");
    const main = document.querySelector("main");
    main.replaceChildren(...page.querySelector("main").childNodes);
    document.title = page.title;
    main.focus();
  }

  async function send() {
    clearTimeout(timer);
    waiting = true;
    const button = theForm().querySelector("button[type=submit]");
    button.setAttribute("aria-disabled", "true");
    let answer;
    try {
      answer = await fetch(theForm().action, { method: "POST", body: new URLSearchParams(fields()) });
    } catch {
      answer = null;
    }
    if (!answer || [502, 503, 504].includes(answer.status)) {
      keep();
      say("Intet net. Det er gemt her og sendes, når nettet er tilbage. Lad siden stå åben.");
      timer = setTimeout(send, RETRY);
      return;
    }
    waiting = false;
    button.removeAttribute("aria-disabled");
    say("");
    forget();
    if (answer.redirected) location.assign(answer.url);
    else show(await answer.text());
  }

  document.addEventListener("submit", (event) => {
    if (event.target !== theForm()) return;
    event.preventDefault();
    if (!waiting) send();
  });
  document.addEventListener("input", (event) => {
    if (theForm()?.contains(event.target)) keep();
  });
  window.addEventListener("online", () => waiting && send());

  const before = kept();
  if (before && !document.querySelector("[aria-invalid]")) {
    restore(before.fields);
    if (before.send) send();
  }
})();
