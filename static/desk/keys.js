/* The desk by keyboard: what each key presses is there for everybody. Listed under "?", and can be switched off. */
(() => {
  "use strict";
  const list = document.getElementById("shortcuts");
  const shown = document.getElementById("show-shortcuts");
  if (!list || !shown || document.querySelector(".moderation")) return; // Comments have keys of their own.
  const on = document.getElementById("shortcuts-on");
  const storage = (act) => { try { return act(window.localStorage); } catch { return null; } };
  on.checked = storage((s) => s.getItem("desk-keys")) !== "off";
  on.addEventListener("change", () => storage((s) => s.setItem("desk-keys", on.checked ? "on" : "off")));
  shown.hidden = false;
  shown.addEventListener("click", () => list.showModal());

  const isTyping = (target) => target.closest("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable=true]");
  const press = (event, ...selectors) => { // The first of them that is there.
    const found = selectors.map((selector) => document.querySelector(selector)).find(Boolean);
    if (!found) return;
    event.preventDefault();
    if (found.matches("input:not([type=submit])")) { found.focus(); found.select(); } else found.click();
  };
  function act(event) {
    if (!on.checked || list.open) return;
    const key = event.key.toLowerCase(), held = event.ctrlKey || event.metaKey;
    if (held && !event.altKey && key === "s" && !event.shiftKey) press(event, "#article_form .save", "[name=_continue]", "[name=_save]");
    else if (held && !event.altKey && key === "p" && event.shiftKey) press(event, "#article_form [value=preview]");
    else if (held || event.altKey || isTyping(event.target)) return;
    else if (event.key === "?") { event.preventDefault(); list.showModal(); }
    else if (key === "/") press(event, "#searchbar");
    else if (key === "n") press(event, ".object-tools .addlink, a.new-story");
  }
  document.addEventListener("keydown", act);
  window.CKEDITOR?.on("instanceReady", ({ editor }) => editor.editable().$.addEventListener("keydown", (event) => event.stopPropagation() || act(event)));
})();
