/* A text's form, a story's or a page's: counts while one writes, and keeps an unsaved text from being left by accident. */
document.addEventListener("DOMContentLoaded", () => {
  "use strict";
  const form = document.querySelector("#article_form, #page_form");
  if (!form) return;
  const MOST = 2_000_000;
  let dirty = document.querySelector(".errornote, .stale") !== null;
  let leaving = false;

  function counter(field, count, limits) {
    const shown = document.createElement("output");
    shown.className = "count";
    shown.setAttribute("for", field.id);
    field.insertAdjacentElement("afterend", shown);
    const show = () => {
      const number = count(field.value);
      const over = number > limits[0] ? ` · ${field.dataset.best.replace("{n}", limits[0])}` : ""; // Not by colour alone.
      shown.textContent = `${number} ${field.dataset.unit}${over}`;
      shown.dataset.state = number <= limits[0] ? "good" : number <= limits[1] ? "fair" : number <= limits[2] ? "long" : "much";
    };
    field.addEventListener("input", show);
    show();
  }

  const characters = (text) => [...text.trim()].length;
  const words = (text) => text.split(/\s+/).filter((word) => /[\p{L}\p{N}]/u.test(word)).length;

  const headline = form.querySelector("textarea.headline");
  if (headline) {
    const { good, fair, most } = headline.dataset;
    counter(headline, characters, [good, fair, most].map(Number));
    headline.addEventListener("keydown", (event) => { if (event.key === "Enter") event.preventDefault(); });
  }
  const lead = form.querySelector("textarea.lead");
  if (lead) counter(lead, words, [Number(lead.dataset.words), Number(lead.dataset.words) * 1.3, Number(lead.dataset.words) * 1.6]);

  form.addEventListener("input", () => { dirty = true; });
  form.addEventListener("change", () => { dirty = true; });
  window.django?.jQuery(form).on("change", () => { dirty = true; });  // The autocomplete tells only jQuery.
  window.addEventListener("beforeunload", (event) => { if (dirty && !leaving) event.preventDefault(); });

  form.addEventListener("kept", () => { dirty = false; }); // The server has it all: see keep.js.

  form.addEventListener("submit", (event) => {
    const body = form.querySelector("textarea[name=body]");
    for (const editor of Object.values(window.CKEDITOR ? window.CKEDITOR.instances : {})) editor.updateElement();
    if (body && body.value.length > MOST) {
      event.preventDefault();
      window.alert(body.dataset.tooLong);
      return;
    }
    leaving = true;
  });

  if (window.CKEDITOR) {
    window.CKEDITOR.on("instanceReady", ({ editor }) => {
      const shown = document.createElement("output");
      shown.className = "count";
      editor.container.$.insertAdjacentElement("afterend", shown);
      const show = () => {
        const text = editor.editable().$.cloneNode(true); // A caption under its photo is no part of the text.
        text.querySelectorAll("figure, .cke_widget_wrapper, [data-cke-hidden-sel]").forEach((each) => each.remove());
        text.querySelectorAll("p, li, td, th, h2, h3, h4, br, caption").forEach((each) => each.append(" "));
        const count = words(text.textContent);
        const { unit, minute, reading } = editor.element.$.dataset;
        const minutes = Math.max(1, Math.round((count + words(lead?.value || "")) / Number(minute)));
        shown.textContent = `${count} ${unit} · ${reading.replace("{n}", minutes)}`;
      };
      lead?.addEventListener("input", show);
      editor.on("change", () => { dirty = true; show(); });
      show();
    });
  }
});
