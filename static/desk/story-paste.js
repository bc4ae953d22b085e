/* CKEditor: what is pasted from Google Docs or a web page, in the few words of our editor: emphasis that stands in styles,
   lists, cells, links to where they lead. What comes from Word has been through the editor's own filter by then. */
/* global CKEDITOR */
CKEDITOR.plugins.add("storypaste", {
  init(editor) {
    "use strict";
    const EMPHASIS = { B: "strong", STRONG: "strong", I: "em", EM: "em", SUB: "sub", SUP: "sup" };
    const BLOCK = "p, h1, h2, h3, h4, h5, h6, ul, ol, table, div, blockquote, figure, hr";
    const NOTHING = "script, style, meta, link, title, noscript, template, svg";
    const BEHIND = [[/^(www\.)?google(\.[a-z]+)+$/, "/url", ["q", "url"]], [/^lm?\.facebook\.com$/, "/l.php", ["u"]]];

    const all = (root, which) => [...root.querySelectorAll(which)];
    const unwrap = (element) => element.replaceWith(...element.childNodes);
    function rename(element, name) {
      const made = element.ownerDocument.createElement(name);
      made.append(...element.childNodes);
      element.replaceWith(made);
    }

    /* As the server reads it (composer.py): a style has the last word. Google wraps a whole page in a <b> of normal weight. */
    function emphasisOf(element) {
      const { fontWeight, fontStyle, verticalAlign } = element.style, found = new Set([EMPHASIS[element.tagName]]);
      if (fontWeight) found[/^(bold(er)?|[6-9]00)$/.test(fontWeight) ? "add" : "delete"]("strong");
      if (fontStyle) found[/^(italic|oblique)/.test(fontStyle) ? "add" : "delete"]("em");
      if (/^(sub|super)$/.test(verticalAlign)) found.add(verticalAlign.slice(0, 3));
      if (element.closest("h1, h2, h3, h4, h5, h6")) found.delete("strong");
      found.delete(undefined);
      return found;
    }
    function emphasise(element) {
      if (!element.firstChild) { element.remove(); return; }
      let inner = [...element.childNodes];
      for (const name of [...emphasisOf(element)].sort().reverse()) {
        const made = element.ownerDocument.createElement(name);
        made.append(...inner);
        inner = [made];
      }
      element.replaceWith(...inner);
    }
    function leading(link) {
      try {
        const address = new URL(link.getAttribute("href"));
        const found = BEHIND.find(([host, path]) => host.test(address.hostname) && address.pathname === path);
        const meant = found?.[2].map((name) => address.searchParams.get(name)).find((each) => /^https?:\/\//.test(each || ""));
        if (meant) link.setAttribute("href", meant);
      } catch { /* No whole address: the filters that follow judge it. */ }
    }
    /* A block within an item or a cell is a line there; a list straight in a list belongs to the item before it. */
    function lines(block) {
      if (block.nextElementSibling?.matches("p, div")) block.after(block.ownerDocument.createElement("br"));
      unwrap(block);
    }
    function sink(list) {
      if (list.previousElementSibling?.matches("li")) list.previousElementSibling.append(list);
    }
    const isEmpty = (element) => !element.textContent.trim() && !element.querySelector("img, figure, hr, table");

    function tidy(root) {
      all(root, NOTHING).forEach((each) => each.remove());
      all(root, "a[href]").forEach(leading);
      all(root, "span, font, b, strong, i, em, sub, sup").reverse().forEach(emphasise);
      all(root, "h1").forEach((each) => rename(each, "h2"));
      all(root, "h5, h6").forEach((each) => rename(each, "h4"));
      all(root, ":is(ul, ol) > :is(ul, ol)").forEach(sink);
      all(root, "li > p, li > div, :is(td, th, caption) > :is(p, div)").forEach(lines);
      all(root, "div").filter((each) => each.querySelector(BLOCK)).forEach(unwrap);
      all(root, "p, h2, h3, h4, li").filter(isEmpty).forEach((each) => each.remove());
      all(root, "br").filter((each) => each.previousElementSibling?.matches(BLOCK) && each.previousSibling.nodeType === Node.ELEMENT_NODE)
        .forEach((each) => each.remove());
    }

    editor.on("paste", ({ data }) => {
      if (!data.dataValue || data.type === "text" || data.dataTransfer?.getTransferType(editor) !== CKEDITOR.DATA_TRANSFER_EXTERNAL) return;
      const { body } = new DOMParser().parseFromString(data.dataValue, "text/html");
      tidy(body);
      data.dataValue = body.innerHTML;
    }, null, null, 4); // After the filter for Word (3), before those that take all styles away (6).
  },
});
