/* CKEditor: the button and the key for a link to a story of ours (linker.js has the dialog). */
/* global CKEDITOR */
CKEDITOR.plugins.add("storylink", {
  requires: "link",
  init(editor) {
    "use strict";
    const dialog = document.getElementById("linker");
    if (!dialog) return;
    editor.addCommand("storylink", { exec: () => window.desk.link(editor) });
    editor.setKeystroke(CKEDITOR.CTRL + 75, "storylink"); // K
    editor.ui.addButton("StoryLink", { label: dialog.dataset.button, command: "storylink", toolbar: "links" });
  },
});
