/* Rows of the story's form: added, moved, taken away. A new row is a copy of the form's own template. */
document.addEventListener("DOMContentLoaded", () => {
  "use strict";
  const ALPHABET = "abcdefghijkmnpqrstuvwxyz23456789";
  const desk = (window.desk = window.desk || {});

  desk.addRow = add;

  const newKey = () => [...crypto.getRandomValues(new Uint8Array(10))].map((byte) => ALPHABET[byte % ALPHABET.length]).join("");

  function add(section) {
    const total = section.querySelector("[name$=-TOTAL_FORMS]");
    const list = section.querySelector(".list");
    const orders = [...list.querySelectorAll(".row-order")].map((input) => Number(input.value) || 0);
    const shell = document.createElement("ol");
    shell.innerHTML = section.querySelector("template").innerHTML.replaceAll("__prefix__", total.value);
    const row = shell.firstElementChild;
    total.value = Number(total.value) + 1;
    const most = Math.max(0, ...orders);
    row.querySelector(".row-order").value = most ? most + 1 : 0;
    list.append(row);
    row.dispatchEvent(new CustomEvent("formset:added", { bubbles: true, detail: { formsetName: section.dataset.prefix } }));
    row.dispatchEvent(new Event("change", { bubbles: true }));
    return row;
  }

  function move(row, step) {
    const other = step < 0 ? row.previousElementSibling : row.nextElementSibling;
    if (!other) return;
    if (step < 0) other.before(row); else other.after(row);
    [...row.parentElement.children].forEach((each, place) => { each.querySelector(".row-order").value = place + 1; });
    row.dispatchEvent(new Event("change", { bubbles: true }));
  }

  document.addEventListener("click", ({ target }) => {
    const button = target.closest(".rows button");
    if (!button) return;
    const row = button.closest(".row");
    if (button.matches(".up, .down")) { move(row, button.matches(".up") ? -1 : 1); button.focus(); }
    if (button.matches(".add-row")) add(button.closest(".rows")).querySelector("select, input:not([type=hidden])").focus();
  });
  document.addEventListener("change", ({ target }) => {
    if (target.matches(".take-away input")) target.closest(".row").classList.toggle("going", target.checked);
  });

  /* The autocomplete shows its choice in a box of its own, which the field's label doesn't name by itself. */
  function nameBoxes() {
    document.querySelectorAll(".author-of-credit").forEach((cell) => {
      const box = cell.querySelector(".select2-selection");
      if (!box) return;
      const name = cell.querySelector("label").textContent;
      const chosen = box.querySelector(".select2-selection__rendered");
      box.removeAttribute("aria-labelledby");
      box.setAttribute("aria-label", name);
      chosen.setAttribute("aria-label", name);
    });
  }
  setTimeout(nameBoxes);
  window.addEventListener("load", nameBoxes);
  document.addEventListener("formset:added", () => setTimeout(nameBoxes));

  /* Photos: the picker fills a row, the text shows it at its marker. */
  const photos = document.querySelector(".rows.photos");
  if (!photos) return;
  document.documentElement.classList.add("with-picker");
  const rows = () => [...photos.querySelectorAll(".list > .row")];
  const rowOf = (key) => rows().find((row) => row.querySelector(".photo-key").value === key);
  const editor = () => window.CKEDITOR && Object.values(window.CKEDITOR.instances)[0];

  function addPhoto(photo, asLead) {
    const row = add(photos);
    row.querySelector(".photo-id").value = photo.id;
    row.querySelector(".photo-key").value = newKey();
    const thumb = row.querySelector("img.thumb");
    thumb.src = photo.url;
    thumb.alt = photo.alt;
    row.querySelector(".photo-caption").placeholder = photo.caption;
    row.querySelector("[name$=-alt]").placeholder = photo.alt;
    row.querySelector("[name$=-credit]").placeholder = photo.credit;
    if (asLead && !rows().some((each) => each !== row && each.querySelector(".lead-choice input").checked && !each.classList.contains("going"))) {
      row.querySelector(".lead-choice input").checked = true;
    }
    refresh();
    return row;
  }

  const captionOf = (row) => row.querySelector(".photo-caption").value || row.querySelector(".photo-caption").placeholder || row.querySelector(".inherited span")?.textContent || "";

  function refresh() {
    const html = editor() && editor().status === "ready" ? editor().getData() : document.querySelector("textarea[name=body]").value;
    rows().forEach((row) => {
      const key = row.querySelector(".photo-key").value;
      const isIn = Boolean(key) && new RegExp(`data-(?:photo|gallery)="(?:[^"]* )?${key}[ "]`).test(html);
      const isLead = row.querySelector(".lead-choice input").checked;
      row.querySelector(".place").textContent = isIn ? row.dataset.inText : isLead ? "" : row.dataset.notInText;
      row.querySelector(".into-text").hidden = isIn;
      document.querySelectorAll(`figure[data-photo="${key}"] figcaption`).forEach((caption) => { caption.textContent = captionOf(row); });
    });
    photos.querySelector(".none").hidden = rows().length > 0;
  }

  desk.photos = {
    shown(key) {
      const row = rowOf(key);
      return row && { url: row.querySelector("img.thumb").src, caption: captionOf(row) };
    },
    focus(key) {
      const row = rowOf(key);
      if (row) { row.scrollIntoView({ block: "center" }); row.querySelector(".photo-caption").focus(); }
    },
    intoText(here) {
      desk.pick((photo) => put(addPhoto(photo, false), here));
    },
    add: (chosen) => chosen.map((photo) => addPhoto(photo, false).querySelector(".photo-key").value),
    refresh,
  };

  function put(row, here = editor()) {
    here.focus();
    here.insertHtml(`<figure data-photo="${row.querySelector(".photo-key").value}"></figure>`);
    refresh();
  }

  photos.addEventListener("click", ({ target }) => {
    if (target.matches(".add-photo")) desk.pick((photo) => addPhoto(photo, true).querySelector(".photo-caption").focus());
    if (target.matches(".into-text")) put(target.closest(".row"));
  });
  photos.addEventListener("input", refresh);
  photos.addEventListener("change", ({ target }) => {
    if (target.matches(".lead-choice input") && target.checked) {
      photos.querySelectorAll(".lead-choice input").forEach((box) => { box.checked = box === target; });
    }
    refresh();
  });
  refresh();
});
