/* Videos and recordings in a dialog: found by words, or new by an address or a file. `desk.pickClip(then)` opens it. */
document.addEventListener("DOMContentLoaded", () => {
  "use strict";
  const dialog = document.getElementById("clips");
  if (!dialog) return;
  const desk = (window.desk = window.desk || {});
  const at = (name) => dialog.querySelector(`#clips-${name}`);
  const [found, said, bar] = [".found", ".said", "progress"].map((name) => dialog.querySelector(name));
  const known = new Map();
  let then = () => {};
  let asked = 0;

  const say = (text) => { said.textContent = text; };

  function show(clip) {
    known.set(clip.key, clip);
    const [line, button, text, site] = ["li", "button", "span", "small"].map((tag) => document.createElement(tag));
    button.type = "button";
    if (clip.url) {
      const image = document.createElement("img");
      image.src = clip.url;
      image.alt = "";
      button.append(image);
    }
    text.textContent = clip.title;
    text.dir = "auto";
    site.textContent = clip.site;
    button.append(text, site);
    button.addEventListener("click", () => take(clip));
    line.append(button);
    return line;
  }

  function take(clip) {
    known.set(clip.key, clip);
    dialog.close();
    then(clip);
  }

  async function ask(query) {
    const answer = await fetch(`${dialog.dataset.address}?${new URLSearchParams(query)}`, { credentials: "same-origin" });
    return answer.json();
  }

  async function look() {
    const mine = (asked += 1);
    try {
      const told = await ask({ q: at("words").value });
      if (mine !== asked) return;
      found.replaceChildren(...(told.clips || []).map(show));
      say((told.errors || []).join(" ") || (found.children.length ? "" : dialog.dataset.empty));
    } catch {
      say(dialog.dataset.failed);
    }
  }

  function send() {
    const sent = new FormData();
    for (const name of ["address", "title", "caption", "credit"]) sent.append(name, at(name).value);
    for (const name of ["upload", "subtitles"]) if (at(name).files[0]) sent.append(name, at(name).files[0]);
    sent.append("poster", at("poster-id").value);
    sent.append("csrfmiddlewaretoken", document.querySelector("[name=csrfmiddlewaretoken]").value);
    const request = new XMLHttpRequest();
    request.open("POST", dialog.dataset.address);
    request.responseType = "json";
    say(dialog.dataset.sending);
    bar.hidden = !at("upload").files[0];
    request.upload.onprogress = ({ loaded, total }) => { bar.value = total ? loaded / total : 0; };
    request.onerror = () => { bar.hidden = true; say(dialog.dataset.failed); };
    request.onload = () => {
      bar.hidden = true;
      const told = request.response || {};
      if (!told.clips) { say((told.errors || [dialog.dataset.failed]).join(" ")); return; }
      for (const name of ["address", "title", "caption", "credit", "upload", "subtitles", "poster-id"]) at(name).value = "";
      dialog.querySelector(".poster-name").textContent = "";
      say("");
      take(told.clips[0]);
    };
    request.send(sent);
  }

  desk.pickClip = (chosen) => {
    then = chosen;
    dialog.showModal();
    at("words").focus();
    look();
  };
  desk.clips = {
    shown: (key) => known.get(key),
    async learn(keys) {
      const unknown = keys.filter((key) => !known.has(key));
      if (!unknown.length) return;
      try {
        for (const clip of (await ask({ keys: unknown.join(",") })).clips || []) known.set(clip.key, clip);
      } catch { /* Their names stay unknown: the marker stands in the text all the same. */ }
    },
  };

  let waiting;
  at("words").addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(look, 250); });
  at("words").addEventListener("keydown", (event) => { if (event.key === "Enter") { event.preventDefault(); look(); } });
  at("poster").addEventListener("click", () => desk.pick((photo) => {
    at("poster-id").value = photo.id;
    dialog.querySelector(".poster-name").textContent = photo.caption || photo.alt || photo.id;
    at("poster").focus();
  }));
  dialog.querySelector(".send").addEventListener("click", send);
  dialog.querySelector(".close").addEventListener("click", () => dialog.close());
});
