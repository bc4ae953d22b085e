// The moderation desk by keyboard. Every key presses a button that is there for everybody.
(() => {
  const cards = [...document.querySelectorAll(".moderation .card")];
  const on = document.getElementById("keys-on"), help = document.querySelector(".keys");
  const token = document.querySelector("#desk [name=csrfmiddlewaretoken]")?.value;
  try { on.checked = localStorage.getItem("moderation-keys") !== "off"; } catch { /* private mode */ }
  on.addEventListener("change", () => { try { localStorage.setItem("moderation-keys", on.checked ? "on" : "off"); } catch { /* private mode */ } });
  let here = -1;
  const go = (to) => {
    if (!cards.length) return;
    cards[here]?.classList.remove("here");
    here = Math.max(0, Math.min(cards.length - 1, to));
    const card = cards[here];
    card.classList.add("here");
    card.focus({ preventScroll: true });
    card.scrollIntoView({ block: "nearest" });
    fetch(card.dataset.claim, { method: "POST", headers: { "X-CSRFToken": token }, credentials: "same-origin" }).catch(() => {});
  };
  const inCard = (selector) => cards[here]?.querySelector(selector);
  const acts = {
    j: () => go(here + 1),
    k: () => go(here - 1),
    d: () => inCard(".approve")?.click(),
    s: () => inCard(".spam")?.click(),
    x: () => inCard("[name=pick]")?.click(),
    t: () => { const details = inCard(".rejecting"); if (details) { details.open = true; details.querySelector("select").focus(); } },
    z: () => document.querySelector(".undo")?.click(),
    "/": () => document.querySelector(".find [type=search]").focus(),
    "?": () => { help.open = !help.open; help.querySelector("summary").focus(); },
  };
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && event.target.closest?.(".card")) { go(here); return; }
    if (!on.checked || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest?.("input:not([type=checkbox]), textarea, select")) return;
    const act = acts[event.key];
    if (act) { event.preventDefault(); act(); }
  });
  document.addEventListener("focusin", (event) => {
    const index = cards.indexOf(event.target.closest?.(".card"));
    if (index >= 0 && index !== here) { cards[here]?.classList.remove("here"); here = index; cards[here].classList.add("here"); }
  });
})();
