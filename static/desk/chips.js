/* A box of lines becomes a list with suggestions. The box stays what is sent, kept and merged; this only shows it. */
document.addEventListener("DOMContentLoaded", () => {
  "use strict";
  const PAUSE = 180;

  function make(tag, facts = {}) {
    const made = document.createElement(tag);
    for (const [name, value] of Object.entries(facts)) made.setAttribute(name, value);
    return made;
  }

  function enhance(box) {
    const { free, ordered, suggest } = box.dataset;
    const frame = make("div", { class: "chips-frame" });
    const list = make(ordered ? "ol" : "ul", { class: "chips-list" });
    const input = make("input", {
      id: `${box.id}-entry`, type: "text", role: "combobox", autocomplete: "off", maxlength: 200, class: "vTextField",
      "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": `${box.id}-offers`,
    });
    const offers = make("ul", { id: `${box.id}-offers`, role: "listbox", class: "chips-offers" });
    const said = make("span", { role: "status", class: "chips-said" });
    const label = document.querySelector(`label[for="${box.id}"]`);
    if (label) { label.htmlFor = input.id; offers.setAttribute("aria-label", label.textContent.replace(/:$/, "")); }
    if (box.getAttribute("aria-describedby")) input.setAttribute("aria-describedby", box.getAttribute("aria-describedby"));
    offers.hidden = true;
    frame.append(list, input, offers, said);
    box.after(frame);
    box.hidden = true;

    const between = free ? /[\n\r,;]+/ : /[\n\r]+/;
    const lines = () => box.value.split(between).map((line) => line.trim()).filter(Boolean);
    const stands = (text) => free || (ordered && /^#?\d+$|\/bai\//.test(text.trim())); // As typed, without an offer.
    const shown = (line) => (ordered ? line.replace(/^\d+ · /, "") : line);
    let active = -1, waiting = 0, asked = 0;

    function put(all) {
      box.value = [...new Set(all)].join("\n");
      box.dispatchEvent(new Event("input", { bubbles: true })); // Draws, and tells whoever keeps the form.
    }
    function button(sign, said_, act, name) {
      const made = make("button", { type: "button", class: name, "aria-label": said_ });
      made.textContent = sign;
      made.addEventListener("click", act);
      return made;
    }
    function swap(place, other, name) {
      const all = lines();
      if (!(other in all)) return;
      [all[place], all[other]] = [all[other], all[place]];
      put(all);
      list.children[other].querySelector(`.${name}`).focus();
    }
    function draw() {
      list.replaceChildren(...lines().map((line, place) => {
        const item = make("li");
        const text = make("bdi");
        text.textContent = shown(line);
        item.append(text);
        const named = (sentence) => sentence.replace("{name}", shown(line));
        if (ordered) {
          item.append(button("▲", named(box.dataset.up), () => swap(place, place - 1, "up"), "up"));
          item.append(button("▼", named(box.dataset.down), () => swap(place, place + 1, "down"), "down"));
        }
        item.append(button("✕", named(box.dataset.remove), () => { put(lines().filter((_line, each) => each !== place)); input.focus(); }, "away"));
        return item;
      }));
    }

    function close() {
      offers.hidden = true;
      active = -1;
      input.setAttribute("aria-expanded", "false");
      input.removeAttribute("aria-activedescendant");
    }
    function add(line) {
      clearTimeout(waiting);
      asked += 1;
      input.value = "";
      said.textContent = "";
      close();
      if (line.trim()) put([...lines(), line.trim()]);
    }
    function point(place) {
      const all = [...offers.children];
      active = place;
      all.forEach((offer, each) => offer.setAttribute("aria-selected", String(each === active)));
      if (place < 0) { input.removeAttribute("aria-activedescendant"); return; } // At none of them.
      all[active].scrollIntoView({ block: "nearest" });
      input.setAttribute("aria-activedescendant", all[active].id);
    }
    function offer({ line, note }, place) {
      const made = make("li", { id: `${offers.id}-${place}`, role: "option", "aria-selected": "false" });
      const text = make("bdi");
      text.textContent = shown(line);
      made.append(text);
      if (note) { const more = make("small"); more.textContent = note; made.append(" ", more); }
      made.dataset.line = line;
      made.addEventListener("mousedown", (event) => { event.preventDefault(); add(line); });
      return made;
    }
    async function look() {
      const mine = (asked += 1);
      const words = input.value.trim();
      if (!words) { said.textContent = ""; close(); return; }
      try {
        const answer = await fetch(`${suggest}?${new URLSearchParams({ q: words })}`, { credentials: "same-origin" });
        const found = (await answer.json()).offers.filter(({ line }) => !lines().includes(line));
        if (mine !== asked) return;
        const seen = new Set(), pointed = offers.children[active]?.dataset.line;
        offers.replaceChildren(...found.filter(({ line }) => !seen.has(line) && seen.add(line)).map(offer));
        active = -1;
        offers.hidden = seen.size === 0;
        input.setAttribute("aria-expanded", String(seen.size > 0));
        input.removeAttribute("aria-activedescendant");
        const again = [...seen].indexOf(pointed); // A late answer takes away nothing that is pointed at.
        if (again >= 0) point(again);
        said.textContent = seen.size ? box.dataset.found.replace("{count}", seen.size) : box.dataset.none;
      } catch { close(); } // Without suggestions one types the whole.
    }

    input.addEventListener("input", () => {
      if (free && /[,;]/.test(input.value)) { input.value.split(/[,;]/).forEach(add); return; }
      point(-1);
      clearTimeout(waiting);
      waiting = setTimeout(look, PAUSE);
    });
    input.addEventListener("keydown", (event) => {
      const count = offers.hidden ? 0 : offers.children.length;
      if (event.isComposing) return; // A Vietnamese keyboard is at work on a syllable.
      if (event.key === "ArrowDown" && count) { event.preventDefault(); point((active + 1) % count); }
      else if (event.key === "ArrowUp" && count) { event.preventDefault(); point((active < 1 ? count : active) - 1); }
      else if (event.key === "Escape" && count) { event.preventDefault(); close(); }
      else if (event.key === "Enter") {
        event.preventDefault(); // Not the form.
        if (active >= 0) add(offers.children[active].dataset.line);
        else if (stands(input.value)) add(input.value);
        else if (count) point(0);
      } else if (event.key === "Backspace" && !input.value && lines().length) { event.preventDefault(); put(lines().slice(0, -1)); }
    });
    input.addEventListener("blur", () => { if (free) add(input.value); else close(); });
    box.form.addEventListener("submit", () => { if (input.value.trim()) add(input.value); }, { capture: true });
    box.addEventListener("input", draw);
    draw();
  }

  document.querySelectorAll("textarea.chips").forEach(enhance);
});
