/* CKEditor: a photo of the story stands in the text as a marker; the editor shows the photo and its caption there. */
/* global CKEDITOR */
CKEDITOR.plugins.add("storyphoto", {
  requires: "widget",
  init(editor) {
    "use strict";
    const section = document.querySelector(".rows.photos");
    const photos = () => (window.desk && window.desk.photos) || null;

    editor.widgets.add("storyphoto", {
      inline: false,
      draggable: true,
      upcast(element) {
        const key = element.name === "figure" && element.attributes["data-photo"];
        if (!key) return false;
        const shown = (photos() && photos().shown(key)) || { url: "", caption: "?" };
        element.children = [];
        if (shown.url) element.add(new CKEDITOR.htmlParser.element("img", { src: shown.url, alt: "" }));
        const caption = new CKEDITOR.htmlParser.element("figcaption", {});
        caption.add(new CKEDITOR.htmlParser.text(CKEDITOR.tools.htmlEncode(shown.caption)));
        element.add(caption);
        return element;
      },
      downcast(element) {
        return new CKEDITOR.htmlParser.element("figure", { "data-photo": element.attributes["data-photo"] });
      },
    });

    editor.on("doubleclick", ({ data }) => {
      const figure = data.element.getAscendant("figure", true);
      if (figure && photos()) photos().focus(figure.getAttribute("data-photo"));
    });
    editor.on("change", () => { if (photos()) photos().refresh(); });
    editor.on("instanceReady", () => { if (photos()) photos().refresh(); });

    if (!section) return;
    editor.addCommand("choosephoto", { exec: () => photos().intoText(editor) });
    editor.ui.addButton("StoryPhoto", { label: section.dataset.button, command: "choosephoto", toolbar: "insert" });
  },
});
