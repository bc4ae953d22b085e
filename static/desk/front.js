/* The front page arranged without reloading, also by dragging. Every move is made by the server: this only carries it. */
(() => {
  "use strict";
  const host = document.getElementById("arranging").parentElement;
  const form = () => document.getElementById("arranging");
  let leaving = false;

  async function send(act) {
    const sent = new FormData(form());
    sent.set("act", act);
    try {
      const answer = await fetch(location.pathname, { method: "POST", body: sent, credentials: "same-origin" });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const next = page.getElementById("arranging");
      if (!answer.ok || !next) throw new Error("no form");
      form().replaceWith(document.adoptNode(next));
    } catch {
      leaving = true;
      const button = document.createElement("button"); // The plain way: whatever is wrong, the server's page says it.
      button.name = "act";
      button.value = act;
      button.hidden = true;
      form().append(button);
      button.click();
      return;
    }
    const moved = document.getElementById(`slot-${form().dataset.moved}`);
    const again = form().querySelector(`button[value="${act.split(".")[0]}.${form().dataset.moved}"]:not([disabled])`);
    if (act === "search") form().querySelector("[type=search]").focus();
    else (again || moved?.querySelector("button:not([disabled])") || moved)?.focus();
    const told = form().querySelector(".told"); // Said again: what came with the page itself isn't read out.
    const words = [...told.childNodes];
    told.replaceChildren();
    setTimeout(() => told.append(...words), 50);
  }

  host.addEventListener("submit", (event) => {
    const act = event.submitter?.value || "search";
    if (event.target !== form() || act === "preview") return;
    if (act === "save") { leaving = true; return; }
    event.preventDefault();
    send(act);
  });
  host.addEventListener("input", (event) => {
    if (event.target.name?.startsWith("until.")) form().dataset.touched = "";
  });
  addEventListener("beforeunload", (event) => {
    if (!leaving && "touched" in form().dataset) event.preventDefault();
  });

  host.addEventListener("dragstart", (event) => {
    const story = event.target.closest?.(".story");
    if (!story) return;
    story.querySelector("[name=pick]").checked = true;
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", story.querySelector("bdi").textContent);
  });
  host.addEventListener("dragover", (event) => {
    const slot = event.target.closest?.("[data-slot]");
    if (!slot) return;
    event.preventDefault();
    host.querySelectorAll(".over").forEach((each) => each !== slot && each.classList.remove("over"));
    slot.classList.add("over");
  });
  host.addEventListener("drop", (event) => {
    const slot = event.target.closest?.("[data-slot]");
    if (!slot || !form().querySelector("[name=pick]:checked")) return;
    event.preventDefault();
    form().elements.to.value = slot.dataset.slot;
    send("move");
  });
  host.addEventListener("dragend", () => host.querySelectorAll(".over").forEach((each) => each.classList.remove("over")));
})();
