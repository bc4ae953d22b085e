/* A live report's desk: a photo is chosen in the library's dialog; Ctrl+Enter posts. */
document.addEventListener("DOMContentLoaded", () => {
  "use strict";
  const form = document.getElementById("article_form");
  const number = document.getElementById("id_photo");
  if (!form || !number || !window.desk?.pick) return;
  const button = document.createElement("button");
  const shown = document.createElement("span");
  button.type = "button";
  button.textContent = form.dataset.choose;
  shown.className = "chosen-photo";
  shown.setAttribute("role", "status");
  button.addEventListener("click", () => window.desk.pick((photo) => {
    number.value = photo.id;
    document.getElementById("id_caption").placeholder = photo.caption;
    shown.textContent = photo.caption || photo.alt;
    button.focus();
  }));
  number.after(button, shown);
});
