/* The photo library in a dialog: found by words, added to by an upload. `desk.pick(then)` opens it. */
document.addEventListener("DOMContentLoaded", () => {
  "use strict";
  const dialog = document.getElementById("picker");
  const form = document.getElementById("article_form");
  if (!dialog || !form) return;
  const desk = (window.desk = window.desk || {});
  const address = form.dataset.photos;
  const [words, found, more, said] = ["#picker-words", ".found", ".more", ".said"].map((name) => dialog.querySelector(name));
  let then = () => {};
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
    button.addEventListener("click", () => { dialog.close(); then(photo); });
    line.append(button);
    return line;
  }

  async function look(next) {
    const mine = (asked += 1);
    clearTimeout(waiting);
    page = next;
    say("");
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
  }

  async function send(files) {
    for (const file of files) {
      const sent = new FormData();
      sent.append("upload", file);
      for (const name of ["alt", "caption", "credit"]) sent.append(name, dialog.querySelector(`#picker-${name}`).value);
      sent.append("csrfmiddlewaretoken", form.querySelector("[name=csrfmiddlewaretoken]").value);
      say(`${dialog.dataset.sending} ${file.name}`);
      try {
        const answer = await fetch(address, { method: "POST", body: sent, credentials: "same-origin" });
        const told = await answer.json();
        if (told.errors) { say(`${file.name}: ${told.errors.join(" ")}`); return; }
        found.prepend(...told.photos.map(show));
        say("");
      } catch {
        say(dialog.dataset.failed);
        return;
      }
    }
    for (const name of ["files", "alt", "caption", "credit"]) dialog.querySelector(`#picker-${name}`).value = "";
  }

  desk.pick = (chosen) => {
    then = chosen;
    dialog.showModal();
    words.focus();
    look(1);
  };

  words.addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(() => look(1), 250); });
  words.addEventListener("keydown", (event) => { if (event.key === "Enter") { event.preventDefault(); look(1); } });
  more.addEventListener("click", () => look(page + 1));
  dialog.querySelector(".close").addEventListener("click", () => dialog.close());
  dialog.querySelector(".send").addEventListener("click", () => send([...dialog.querySelector("#picker-files").files]));
  dialog.addEventListener("dragover", (event) => event.preventDefault());
  dialog.addEventListener("drop", (event) => { event.preventDefault(); send([...event.dataTransfer.files]); });
});
