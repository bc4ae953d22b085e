/* Photos dropped or chosen go up one by one, two at a time, each with its progress; their words come back for correction. */
document.addEventListener("DOMContentLoaded", () => {
  "use strict";
  const form = document.getElementById("photo_form");
  if (!form) return;
  const chosen = form.querySelector("[name=upload]");
  const list = document.querySelector(".sending");
  const said = document.querySelector(".sent-said");
  const wordsForm = document.getElementById("words_form");
  const rows = wordsForm.querySelector(".word-rows");
  const blank = document.getElementById("words-row");
  const queue = [];
  let [running, kept, all] = [0, 0, 0];

  function line(file) {
    const item = document.createElement("li");
    const name = document.createElement("bdi");
    const bar = document.createElement("progress");
    const state = document.createElement("span");
    name.textContent = file.name;
    bar.max = 1;
    bar.value = 0;
    bar.setAttribute("aria-label", file.name);
    state.textContent = form.dataset.waiting;
    item.append(name, bar, state);
    list.append(item);
    list.hidden = false;
    return { item, bar, state };
  }

  function row(photo, file, warnings) {
    const shell = document.createElement("ol");
    shell.innerHTML = blank.innerHTML.replaceAll("__id__", photo.id);
    const made = shell.firstElementChild;
    made.dataset.photo = photo.id;
    made.querySelector("img").src = photo.url;
    made.querySelector(".name").textContent = file.name;
    for (const [name, value] of Object.entries(photo)) {
      const field = made.querySelector(`[name="photo-${photo.id}-${name}"]`);
      if (field) field.value = value ?? "";
    }
    const warned = made.querySelector(".warned");
    warned.textContent = warnings.join(" ");
    warned.hidden = !warnings.length;
    rows.append(made);
    wordsForm.hidden = false;
  }

  function end(line, sentence, state) {
    line.state.textContent = sentence;
    line.item.dataset.state = state;
    running -= 1;
    if (!running && !queue.length) {
      said.textContent = form.dataset.done.replace("{kept}", kept).replace("{all}", all);
      const first = rows.querySelector("textarea, input:not([type=hidden])");
      if (first && (document.activeElement === document.body || form.contains(document.activeElement))) first.focus();
    }
    next();
  }

  function send({ file, line }) {
    const sent = new FormData(form);
    sent.set("upload", file);
    const request = new XMLHttpRequest();
    request.open("POST", form.dataset.address);
    request.responseType = "json";
    request.timeout = 600000;
    line.state.textContent = "0 %";
    request.upload.onprogress = ({ loaded, total }) => {
      line.bar.value = total ? loaded / total : 0;
      line.state.textContent = loaded < total ? `${Math.round((100 * loaded) / total)} %` : form.dataset.making;
    };
    request.onload = () => {
      const told = request.response || {};
      line.bar.value = 1;
      if (request.status !== 201 || !told.photos) return end(line, (told.errors || [form.dataset.lost]).join(" "), "refused");
      kept += 1;
      row(told.photos[0], file, told.warnings || []);
      return end(line, form.dataset.kept, "kept");
    };
    request.onerror = request.ontimeout = () => end(line, form.dataset.lost, "refused");
    request.send(sent);
  }

  function next() {
    while (running < 2 && queue.length) {
      running += 1;
      send(queue.shift());
    }
  }

  function take(files) {
    said.textContent = "";
    for (const file of files) {
      all += 1;
      queue.push({ file, line: line(file) });
    }
    next();
  }

  form.addEventListener("submit", (event) => {
    if (!chosen.files.length) return;
    event.preventDefault();
    take([...chosen.files]);
    chosen.value = "";
  });
  for (const name of ["dragenter", "dragover"]) {
    document.addEventListener(name, (event) => { event.preventDefault(); form.classList.add("over"); });
  }
  document.addEventListener("dragleave", (event) => { if (!event.relatedTarget) form.classList.remove("over"); });
  document.addEventListener("drop", (event) => {
    event.preventDefault();
    form.classList.remove("over");
    take([...event.dataTransfer.files]);
  });
  window.addEventListener("beforeunload", (event) => { if (running) event.preventDefault(); });
});
