// Items of an agenda are moved by the mouse: taken by their heading, dropped on another. Without this
// script, and with the keyboard, the buttons "Op" and "Ned" do it.
(() => {
  "use strict";
  const agenda = document.querySelector("[data-agenda]");
  if (!agenda) return;
  const items = () => [...agenda.querySelectorAll("[data-move]")];
  let held = null;
  for (const item of items()) {
    item.draggable = true;
    item.addEventListener("dragstart", (event) => {
      held = item;
      event.dataTransfer.effectAllowed = "move";
      item.classList.add("agenda-held");
    });
    item.addEventListener("dragend", () => {
      item.classList.remove("agenda-held");
      held = null;
    });
    item.addEventListener("dragover", (event) => {
      if (held && held !== item) event.preventDefault();
    });
    item.addEventListener("drop", async (event) => {
      if (!held || held === item) return;
      event.preventDefault();
      const place = items().indexOf(item) + 1;
      const body = new URLSearchParams({ plads: String(place) });
      await fetch(held.dataset.move, { method: "POST", body });
      location.reload();
    });
  }
})();
