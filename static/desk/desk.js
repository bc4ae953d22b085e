// While writing: how long the headline and the lead are, and a warning before unsaved words are left.
(() => {
  const meter = (field, count, level, words) => {
    const note = document.createElement("span");
    note.className = "meter";
    field.after(note);
    const show = () => { const n = count(field.value); note.textContent = words(n); note.dataset.level = level(n); };
    field.addEventListener("input", show);
    show();
  };
  const headline = document.querySelector("input.headline");
  if (headline) {
    const good = +headline.dataset.good, most = +headline.dataset.most;
    meter(headline, (text) => [...text.trim()].length, (n) => (n <= good ? "good" : n <= most - 20 ? "fair" : "much"), (n) => `${n} / ${good}`);
  }
  const lead = document.querySelector("textarea.lead");
  if (lead) meter(lead, (text) => text.split(/\s+/).filter(Boolean).length, (n) => (n <= +lead.dataset.words ? "good" : "much"), (n) => `${n} / ${lead.dataset.words}`);

  const form = document.getElementById("article_form");
  let typed = false, sending = false;
  form?.addEventListener("input", () => { typed = true; });
  form?.addEventListener("submit", () => { sending = true; });
  addEventListener("beforeunload", (event) => { if (typed && !sending) event.preventDefault(); });
  addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "s" && form) { event.preventDefault(); form.querySelector(".save")?.click(); }
  });
})();
