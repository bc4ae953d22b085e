// The photo library in a dialog, and the story's photo rows. `window.deskPhotos` is what the editor's button calls.
(() => {
  const dialog = document.getElementById("library");
  if (!dialog) return;
  const $ = (selector, from = dialog) => from.querySelector(selector);
  const list = $(".choices"), said = $(".said"), find = $(".find");
  const token = () => document.querySelector("[name=csrfmiddlewaretoken]").value;
  const group = document.getElementById("photos-group");
  let chosen = null;

  const say = (sentence) => { said.textContent = sentence || ""; };
  const show = (photos) => {
    list.replaceChildren(...photos.map((photo) => {
      const item = document.createElement("li"), button = document.createElement("button"), image = document.createElement("img"), name = document.createElement("span");
      button.type = "button";
      image.src = photo.thumb; image.alt = ""; image.loading = "lazy";
      name.textContent = photo.caption || photo.alt || "–";
      button.append(image, name);
      button.addEventListener("click", () => { dialog.close(); chosen?.(photo); });
      item.append(button);
      return item;
    }));
    say(photos.length ? "" : dialog.dataset.none);
  };
  const ask = async (url, options) => {
    try {
      const answer = await fetch(url, { credentials: "same-origin", ...options });
      const body = await answer.json();
      if (!answer.ok) throw new Error(body.error || dialog.dataset.lost);
      return body.photos;
    } catch (error) {
      say(error instanceof SyntaxError || error instanceof TypeError ? dialog.dataset.lost : error.message);
      return null;
    }
  };
  const search = async () => {
    const photos = await ask(`${dialog.dataset.url}?q=${encodeURIComponent(find.value)}`);
    if (photos) show(photos);
  };
  let waiting;
  find.addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(search, 200); });
  $(".close").addEventListener("click", () => dialog.close());
  dialog.addEventListener("keydown", (event) => { if (event.key === "Enter" && event.target.matches("input")) event.preventDefault(); });
  $(".upload").addEventListener("click", async () => {
    const form = new FormData();
    form.append("csrfmiddlewaretoken", token());
    if ($(".file").files[0]) form.append("upload", $(".file").files[0]);
    for (const name of ["alt", "caption", "credit"]) form.append(name, $(`.${name}`).value);
    say("…");
    const photos = await ask(dialog.dataset.url, { method: "POST", body: form });
    if (!photos) return;
    for (const name of ["file", "alt", "caption", "credit"]) $(`.${name}`).value = "";
    say("");
    dialog.close();
    chosen?.(photos[0]);
  });

  const rows = () => [...group.querySelectorAll(".inline-related:not(.empty-form)")];
  const part = (row, name) => row.querySelector(`[name$="-${name}"]`);
  const fill = (row, photo) => {
    part(row, "photo").value = photo.id;
    part(row, "photo").dataset.thumb = photo.thumb;
    for (const name of ["alt", "caption", "credit"]) if (!part(row, name).value) part(row, name).value = photo[name];
    paint(row);
  };
  const paint = (row) => {
    const choice = row.querySelector(".photo-choice"), thumb = part(row, "photo")?.dataset.thumb;
    if (!choice) return;
    let image = choice.querySelector("img");
    if (thumb && !image) { image = document.createElement("img"); image.alt = ""; choice.prepend(image); }
    if (thumb) image.src = thumb;
  };
  const newKey = () => [...crypto.getRandomValues(new Uint8Array(10))].map((n) => "abcdefghijkmnpqrstuvwxyz23456789"[n % 32]).join("");

  window.deskPhotos = {
    pick(use) { chosen = use; say(""); dialog.showModal(); find.value = ""; search(); find.focus(); },
    add(photo) {
      group.querySelector(".add-row a").click();
      const row = rows().at(-1), key = newKey();
      part(row, "key").value = key;
      fill(row, photo);
      return key;
    },
    thumb(key) {
      const row = rows().find((one) => part(one, "key").value === key);
      return row ? { thumb: part(row, "photo").dataset.thumb, caption: part(row, "caption").value } : null;
    },
  };
  document.addEventListener("click", (event) => {
    const button = event.target.closest(".choose-photo");
    if (button) window.deskPhotos.pick((photo) => fill(button.closest(".inline-related"), photo));
  });
  group?.addEventListener("change", (event) => {
    if (event.target.name?.endsWith("-is_lead") && event.target.checked)
      rows().forEach((row) => { if (part(row, "is_lead") !== event.target) part(row, "is_lead").checked = false; });
  });
  group && rows().forEach(paint);
})();
