/* CKEditor: a photo of the story stands in the text as a marker; the editor shows the photo and its caption there. */
/* global CKEDITOR */
CKEDITOR.plugins.add("storyphoto", {
  requires: "widget",
  init(editor) {
    "use strict";
    const section = document.querySelector(".rows.photos");
    const photos = () => (window.desk && window.desk.photos) || null;

    // A chosen widget swallows the Tab key, and nobody without a mouse would get out of the text again.
    editor.widgets.on("instanceCreated", (made) => made.data.on("key", (pressed) => {
      if (pressed.data.keyCode === 9 || pressed.data.keyCode === CKEDITOR.SHIFT + 9) pressed.stop();
    }));

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

    const shots = (keys) => keys.map((key, at) => {
      const shown = (photos() && photos().shown(key)) || { url: "", caption: "?" };
      const caption = CKEDITOR.tools.htmlEncode(shown.caption);
      return `<span class="shot">${shown.url ? `<img src="${CKEDITOR.tools.htmlEncodeAttr(shown.url)}" alt="">` : ""}<b>${at + 1}/${keys.length}</b> ${caption}</span>`;
    }).join("");
    const keysOf = (widget) => widget.element.getAttribute("data-gallery").split(" ");

    editor.widgets.add("storygallery", {
      inline: false,
      draggable: true,
      upcast(element) {
        const keys = element.name === "figure" && element.attributes["data-gallery"];
        if (!keys) return false;
        element.setHtml(shots(keys.split(" ")));
        return element;
      },
      downcast(element) {
        return new CKEDITOR.htmlParser.element("figure", { "data-gallery": element.attributes["data-gallery"] });
      },
      edit() { setTimeout(() => arrange(this)); }, // Enter, or a double click.
    });

    const clips = () => (window.desk && window.desk.clips) || null;
    const nameOf = (key) => {
      const clip = clips() && clips().shown(key);
      return clip ? `▶ ${clip.title} (${clip.site})` : "▶ …";
    };

    editor.widgets.add("storyclip", {
      inline: false,
      draggable: true,
      upcast(element) {
        const key = element.name === "figure" && element.attributes["data-clip"];
        if (!key) return false;
        element.setHtml(`<span class="clip-name">${CKEDITOR.tools.htmlEncode(nameOf(key))}</span>`);
        return element;
      },
      downcast(element) {
        return new CKEDITOR.htmlParser.element("figure", { "data-clip": element.attributes["data-clip"] });
      },
    });

    async function nameClips() {
      const figures = () => [...editor.editable().$.querySelectorAll("figure[data-clip]")];
      if (!clips() || !figures().length) return;
      await clips().learn(figures().map((figure) => figure.dataset.clip));
      figures().forEach((figure) => { figure.querySelector(".clip-name").textContent = nameOf(figure.dataset.clip); });
    }

    function gallery() {
      const widget = editor.widgets.focused;
      if (widget && widget.name === "storygallery") arrange(widget);
      else window.desk.pickSeveral((chosen) => {
        const keys = photos().add(chosen);
        editor.focus();
        editor.insertHtml(keys.length > 1 ? `<figure data-gallery="${keys.join(" ")}"></figure>` : `<figure data-photo="${keys[0]}"></figure>`);
        photos().refresh();
      });
    }

    function arrange(widget) {
      window.desk.arrange(keysOf(widget), (keys) => {
        editor.focus();
        editor.fire("saveSnapshot");
        if (keys.length) {
          widget.element.setAttribute("data-gallery", keys.join(" "));
          widget.element.setHtml(shots(keys));
          widget.focus();
        } else editor.widgets.del(widget);
        editor.fire("saveSnapshot");
        editor.fire("change");
      });
    }

    editor.on("doubleclick", ({ data }) => {
      const figure = data.element.getAscendant("figure", true);
      if (figure && figure.hasAttribute("data-photo") && photos()) photos().focus(figure.getAttribute("data-photo"));
    });
    editor.on("change", () => { if (photos()) photos().refresh(); });
    editor.on("instanceReady", nameClips);
    editor.on("instanceReady", () => { if (photos()) photos().refresh(); });

    if (!section) return;
    editor.addCommand("choosephoto", { exec: () => photos().intoText(editor) });
    editor.ui.addButton("StoryPhoto", { label: section.dataset.button, command: "choosephoto", toolbar: "insert" });
    if (document.getElementById("clips")) {
      editor.addCommand("chooseclip", {
        exec: () => window.desk.pickClip((clip) => {
          editor.focus();
          editor.insertHtml(`<figure data-clip="${clip.key}"></figure>`);
        }),
      });
      editor.ui.addButton("StoryClip", { label: document.getElementById("clips").dataset.button, command: "chooseclip", toolbar: "insert" });
    }
    editor.addCommand("choosegallery", { exec: gallery });
    editor.ui.addButton("StoryGallery", { label: section.dataset.galleryButton, command: "choosegallery", toolbar: "insert" });
  },
});
