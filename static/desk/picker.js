/* The photo library in a dialog: found by words, added to by an upload. `desk.pick(then)` opens it for one photo,
   `desk.pickSeveral(then)` for some, in the order in which they are chosen. */
document.addEventListener("DOMContentLoaded", () => {
  "use strict";
  const dialog = document.getElementById("picker");
  const form = document.getElementById("article_form");
  if (!dialog || !form) return;
  const desk = (window.desk = window.desk || {});
  const address = form.dataset.photos;
  const [words, found, more, said] = ["#picker-words", ".found", ".more", ".said"].map((name) => dialog.querySelector(name));
  const take = dialog.querySelector(".take");
  let then = () => {};
  let several = null; // the photos chosen so far, where several may be
  let page = 1;
  let asked = 0, waiting;

  const say = (text) => { said.textContent = text; };

  function show(photo) {
    const line = document.createElement("li");
    const button = document.createElement("button");
    const image = document.createElement("img");
    const text = document.createElement("span");
    button.type = "button";
    image.src = photo.url;
    image.alt = photo.alt;
    image.loading = "lazy";
    text.textContent = photo.caption || photo.alt || "–";
    text.dir = "auto";
    button.append(image, text);
    button.addEventListener("click", () => { if (several) choose(photo, button); else { dialog.close(); then(photo); } });
    if (several) button.setAttribute("aria-pressed", several.some((chosen) => chosen.id === photo.id));
    line.append(button);
    return line;
  }

  function choose(photo, button) {
    const at = several.findIndex((chosen) => chosen.id === photo.id);
    if (at < 0) several.push(photo); else several.splice(at, 1);
    button.setAttribute("aria-pressed", at < 0);
    tell();
  }

  function tell() {
    take.hidden = !several;
    take.disabled = !several || !several.length;
    if (several) take.textContent = take.dataset.words.replace("{count}", several.length);
  }

  /* Arrows walk over the photos; down from the search field steps in, up from the first row steps out. */
  function walk(event) {
    const buttons = [...found.querySelectorAll("button")];
    const at = buttons.indexOf(document.activeElement);
    const across = buttons.findIndex((each) => each.offsetTop > buttons[0].offsetTop);
    const steps = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: across < 0 ? buttons.length : across, ArrowUp: across < 0 ? -buttons.length : -across };
    if (!(event.key in steps) || !buttons.length) return;
    if (at < 0 && !(event.target === words && event.key === "ArrowDown")) return;
    event.preventDefault();
    if (at >= 0 && at + steps[event.key] < 0) words.focus();
    else buttons[at < 0 ? 0 : Math.min(at + steps[event.key], buttons.length - 1)].focus();
  }

  async function look(next) {
    const mine = (asked += 1);
    clearTimeout(waiting);
    page = next;
    say("");
    found.setAttribute("aria-busy", "true"); // What stands there is about to change.
    try {
      const answer = await fetch(`${address}?${new URLSearchParams({ q: words.value, page })}`, { credentials: "same-origin" });
      const told = await answer.json();
      if (mine !== asked) return;
      if (page === 1) found.replaceChildren();
      found.append(...(told.photos || []).map(show));
      more.hidden = !told.more;
      say((told.errors || []).join(" ") || (found.children.length ? "" : dialog.dataset.empty));
    } catch {
      say(dialog.dataset.failed);
    }
    if (mine === asked) found.removeAttribute("aria-busy");
  }

  async function send(files) {
    const refused = [], warned = [];
    for (const file of files) {
      const sent = new FormData();
      sent.append("upload", file);
      for (const name of ["alt", "caption", "credit"]) sent.append(name, dialog.querySelector(`#picker-${name}`).value);
      sent.append("csrfmiddlewaretoken", form.querySelector("[name=csrfmiddlewaretoken]").value);
      say(`${dialog.dataset.sending} ${file.name}`);
      try {
        const answer = await fetch(address, { method: "POST", body: sent, credentials: "same-origin" });
        const told = await answer.json();
        if (told.errors) { refused.push(`${file.name}: ${told.errors.join(" ")}`); continue; }
        warned.push(...(told.warnings || []).map((warning) => `${file.name}: ${warning}`));
        if (several) several.push(...told.photos);
        found.prepend(...told.photos.map(show));
        tell();
      } catch {
        say(dialog.dataset.failed);
        return;
      }
    }
    say([...refused, ...warned].join(" "));
    const first = found.querySelector("button");
    if (first && !refused.length && !warned.length) first.focus();
    const done = refused.length ? ["files"] : ["files", "alt", "caption", "credit"]; // The words wait for another file.
    for (const name of done) dialog.querySelector(`#picker-${name}`).value = "";
  }

  function open(chosen, some) {
    then = chosen;
    several = some;
    tell();
    dialog.showModal();
    words.focus();
    look(1);
  }

  desk.pick = (chosen) => open(chosen, null);
  desk.pickSeveral = (chosen) => open(chosen, []);
  take.addEventListener("click", () => { const chosen = several; dialog.close(); then(chosen); });
  dialog.addEventListener("keydown", walk);

  words.addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(() => look(1), 250); });
  words.addEventListener("keydown", (event) => { if (event.key === "Enter") { event.preventDefault(); look(1); } });
  more.addEventListener("click", () => look(page + 1));
  dialog.querySelector(".close").addEventListener("click", () => dialog.close());
  dialog.querySelector(".send").addEventListener("click", () => send([...dialog.querySelector("#picker-files").files]));
  dialog.addEventListener("dragover", (event) => event.preventDefault());
  dialog.addEventListener("drop", (event) => { event.preventDefault(); send([...event.dataTransfer.files]); });
});
