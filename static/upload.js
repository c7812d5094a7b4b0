// Keeps the chosen file while it is checked: a dry run shows its answer without leaving the page,
// so that "Gem" is one more press. Without this script the form works, and the file is chosen again.
(() => {
  "use strict";
  const form = document.querySelector("form[data-upload]");
  const result = document.getElementById("resultat");
  if (!form || !result) return;

  // A file that was saved again or moved since it was chosen is not read any more: nothing is sent.
  const chooser = form.querySelector("input[type=file]");
  let size = 0;
  chooser?.addEventListener("change", () => (size = chooser.files[0]?.size ?? 0));
  async function isReadable() {
    try {
      const first = await chooser?.files[0]?.slice(0, 1).arrayBuffer();
      return !first || first.byteLength === Math.min(size, 1);
    } catch {
      return false;
    }
  }

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const buttons = form.querySelectorAll("button");
    const body = new FormData(form, event.submitter);
    buttons.forEach((button) => button.setAttribute("aria-disabled", "true"));
    result.setAttribute("aria-busy", "true");
    try {
      const answer = await fetch(form.action, { method: "POST", body });
      if (answer.redirected) {
        location.assign(answer.url);
        return;
      }
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const shown = page.getElementById("resultat") || page.querySelector("main");
      result.replaceChildren(...(shown ? shown.childNodes : []));
    } catch {
      result.textContent = await isReadable()
        ? "Filen kunne ikke sendes. Tjenesten svarer ikke; prøv igen om lidt."
        : "Filen er ændret eller flyttet, siden du valgte den. Intet er sendt. Vælg den igen, og send den.";
    } finally {
      result.removeAttribute("aria-busy");
      buttons.forEach((button) => button.removeAttribute("aria-disabled"));
    }
    result.focus();
    result.scrollIntoView();
  });
})();
