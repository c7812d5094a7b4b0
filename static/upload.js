// Keeps the chosen file while it is checked: a dry run shows its answer without leaving the page,
// so that "Gem" is one more press. Without this script the form works, and the file is chosen again.
(() => {
  "use strict";
  const form = document.querySelector("form[data-upload]");
  const result = document.getElementById("resultat");
  if (!form || !result) return;

  // A file that was saved again since it was chosen is not read any more: the browser sends nothing.
  async function isReadable(of) {
    const file = of.querySelector("input[type=file]")?.files[0];
    try {
      await file?.slice(0, 1).arrayBuffer();
      return true;
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
      result.textContent = await isReadable(form)
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
