/* A link to a story of ours: found by words, with or without diacritics, or by an address it once had. */
/* global CKEDITOR */
document.addEventListener("DOMContentLoaded", () => {
  "use strict";
  const dialog = document.getElementById("linker");
  if (!dialog) return;
  const desk = (window.desk = window.desk || {});
  const words = dialog.querySelector("#linker-words"), found = dialog.querySelector(".found"), said = dialog.querySelector(".said");
  let editor, bookmarks, asked = 0, waiting;

  function show(story) {
    const line = document.createElement("li"), button = document.createElement("button"), note = document.createElement("small");
    button.type = "button";
    button.textContent = story.headline;
    note.textContent = story.note;
    button.append(note);
    button.addEventListener("click", () => { dialog.close(); put(story); });
    line.append(button);
    return line;
  }
  const buttons = () => [...found.querySelectorAll("button")];
  async function look() {
    const mine = (asked += 1);
    clearTimeout(waiting);
    try {
      const answer = await fetch(`${dialog.dataset.stories}?${new URLSearchParams({ q: words.value })}`, { credentials: "same-origin" });
      if (!answer.ok || answer.redirected) throw new Error(answer.status);
      const { stories } = await answer.json();
      if (mine !== asked) return;
      const at = buttons().indexOf(document.activeElement);
      found.replaceChildren(...stories.map(show));
      if (at >= 0) (buttons()[Math.min(at, stories.length - 1)] || words).focus(); // A late answer takes nobody's place.
      said.textContent = stories.length ? dialog.dataset.found.replace("{count}", stories.length) : dialog.dataset.none;
    } catch {
      if (mine === asked) said.textContent = dialog.dataset.failed;
    }
  }

  /* Where the writer was; once. */
  function back() {
    if (!bookmarks) return;
    editor.focus();
    editor.getSelection().selectBookmarks(bookmarks);
    bookmarks = null;
  }
  /* On the words that are chosen; else on the link that the cursor is in; else the headline becomes the link. */
  function put({ headline, address }) {
    back();
    const selection = editor.getSelection(), link = CKEDITOR.plugins.link.getSelectedLink(editor);
    editor.fire("saveSnapshot");
    if (link) {
      link.setAttributes({ href: address, "data-cke-saved-href": address });
    } else if (!selection.getSelectedText().trim()) {
      const made = editor.document.createElement("a", { attributes: { href: address, "data-cke-saved-href": address } });
      made.setText(headline);
      editor.insertElement(made);
    } else {
      editor.applyStyle(new CKEDITOR.style({ element: "a", attributes: { href: address, "data-cke-saved-href": address }, type: CKEDITOR.STYLE_INLINE }));
    }
    editor.fire("saveSnapshot");
  }

  desk.link = (into) => {
    editor = into;
    bookmarks = editor.getSelection().createBookmarks2();
    const chosen = editor.getSelection().getSelectedText().trim();
    words.value = chosen.length < 100 ? chosen : "";
    dialog.showModal();
    words.focus();
    words.select();
    look();
  };
  dialog.addEventListener("close", back);
  dialog.querySelector(".close").addEventListener("click", () => dialog.close());
  words.addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(look, 250); });
  dialog.addEventListener("keydown", (event) => {
    const all = buttons(), at = all.indexOf(document.activeElement);
    if (event.key === "Enter" && event.target === words) { event.preventDefault(); look(); }
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
    event.preventDefault();
    const next = at + (event.key === "ArrowDown" ? 1 : -1);
    (next < 0 ? words : all[Math.min(next, all.length - 1)] || words).focus();
  });
});
