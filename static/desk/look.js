/* The preview in light or in dark, whichever this computer shows by itself: the page's own rules, switched on or off. */
document.addEventListener("DOMContentLoaded", () => {
  "use strict";
  const frame = document.querySelector("iframe.screen"), dark = document.getElementById("dark");
  if (!frame || !dark) return;
  dark.checked = window.matchMedia("(prefers-color-scheme: dark)").matches;
  dark.closest("label").hidden = false;

  let rules = [];
  function* mediaIn(list) {
    for (const rule of list) {
      if (/prefers-color-scheme:\s*dark/.test(rule.media?.mediaText)) yield rule;
      if (rule.cssRules) yield* mediaIn(rule.cssRules);
    }
  }
  function show() {
    rules.forEach((rule) => { rule.media.mediaText = dark.checked ? "screen" : "not all"; });
    frame.contentDocument.documentElement.style.colorScheme = dark.checked ? "dark" : "light";
  }
  function look() {
    rules = [...frame.contentDocument.styleSheets].flatMap((sheet) => [...mediaIn(sheet.cssRules)]);
    show();
  }
  dark.addEventListener("change", show);
  frame.addEventListener("load", look);
  if (frame.contentDocument?.readyState === "complete") look();
});
