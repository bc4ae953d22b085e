// The moderation desk by keyboard. Every key presses a button that is there for everybody.
(() => {
  const cards = [...document.querySelectorAll(".moderation .card")];
  const form = document.getElementById("desk"), on = document.getElementById("keys-on"), help = document.querySelector(".keys");
  const token = form.querySelector("[name=csrfmiddlewaretoken]").value;
  const storage = (act) => { try { return act(); } catch { return null; } }; // Private mode: forgotten at the next page.
  on.checked = storage(() => localStorage.getItem("moderation-keys")) !== "off";
  on.addEventListener("change", () => storage(() => localStorage.setItem("moderation-keys", on.checked ? "on" : "off")));

  let here = -1;
  const stand = (index) => {
    if (index === here) return;
    cards[here]?.classList.remove("here");
    here = index;
    cards[here].classList.add("here");
    fetch(cards[here].dataset.claim, { method: "POST", headers: { "X-CSRFToken": token }, credentials: "same-origin" }).catch(() => {});
  };
  const go = (to) => {
    if (!cards.length) return;
    stand(Math.max(0, Math.min(cards.length - 1, to)));
    cards[here].focus({ preventScroll: true });
    cards[here].scrollIntoView({ block: "nearest" });
  };
  document.addEventListener("focusin", (event) => {
    const index = cards.indexOf(event.target.closest?.(".card"));
    if (index >= 0) stand(index);
  });
  // After a key's decision the page comes back: the next comment is where this one was.
  const place = storage(() => sessionStorage.getItem("moderation-here"));
  storage(() => sessionStorage.removeItem("moderation-here"));
  if (place !== null) go(Number(place));
  const press = (button) => {
    if (!button) return;
    storage(() => sessionStorage.setItem("moderation-here", String(Math.max(0, here))));
    button.click();
  };

  const inCard = (selector) => cards[here]?.querySelector(selector);
  const decide = (verb) => press(form.querySelector("[name=pick]:checked") ? form.querySelector(`.bulk [value=${verb}]`) : inCard(`[value^="${verb}:"]`));
  const acts = {
    j: () => go(here + 1),
    k: () => go(here - 1),
    d: () => decide("approve"),
    s: () => decide("mark_spam"),
    t: () => {
      const details = inCard(".rejecting");
      if (form.querySelector("[name=pick]:checked")) form.querySelector(".bulk select").focus();
      else if (details) { details.open = true; details.querySelector("select").focus(); }
    },
    x: () => inCard("[name=pick]")?.click(),
    z: () => press(document.querySelector(".undo")),
    "/": () => document.querySelector(".find [type=search]").focus(),
    "?": () => { help.open = !help.open; help.querySelector("summary").focus(); },
  };
  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest?.("input:not([type=checkbox]), textarea, select");
    if (event.key === "Escape" && typing && event.target.closest(".card")) { go(here); return; }
    if (typing && event.key === "Enter" && (event.ctrlKey || event.metaKey || typing.matches("select"))) {
      event.preventDefault();
      press(typing.closest("details, .bulk")?.querySelector("button[value^=reject], button"));
      return;
    }
    if (typing || !on.checked || event.ctrlKey || event.metaKey || event.altKey) return;
    const act = acts[event.key];
    if (act) { event.preventDefault(); act(); }
  });

  // All that wait, in portions: the page says how far it is, and one button undoes them all.
  const send = async (changes) => {
    const fields = new FormData(form);
    for (const [name, value] of Object.entries(changes)) value === null ? fields.delete(name) : fields.set(name, value);
    const answer = await fetch(location.href, { method: "POST", body: new URLSearchParams(fields), credentials: "same-origin" });
    if (!answer.ok) throw new Error(answer.status);
    return answer.json();
  };
  form.addEventListener("submit", async (event) => {
    const pressed = event.submitter, all = form.querySelector("[name=all]");
    if (!all?.checked || !pressed?.closest(".bulk")) return;
    event.preventDefault();
    const bar = form.querySelector(".under-way"), wanted = Math.min(1000, Number(form.dataset.waiting));
    bar.hidden = false;
    let done = 0, count = 1, batch = "";
    try {
      while (count && done < wanted) {
        ({ count, batch } = await send({ do: pressed.value, portion: 50, batch, pick: null }));
        done += count;
        bar.value = done / wanted;
      }
      if (count) await send({ do: pressed.value, portion: 50, batch, pick: null, all: null }); // Tell about them all.
    } finally { location.reload(); } // What is decided is decided, also where the line broke.
  });
})();
