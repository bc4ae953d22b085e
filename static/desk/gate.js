/* What stands between the story and its readers, as of the last autosave. */
document.addEventListener("DOMContentLoaded", () => {
  "use strict";
  const form = document.getElementById("article_form");
  const gate = document.getElementById("gate");
  if (!form || !gate) return;
  const list = gate.querySelector("ul");
  form.addEventListener("checked", ({ detail }) => {
    const lines = (detail || []).map(({ blocks, sentence }) => {
      const line = document.createElement("li"), level = document.createElement("strong"), said = document.createElement("span");
      line.className = blocks ? "blocks" : "warns";
      level.textContent = blocks ? gate.dataset.blocks : gate.dataset.warns;
      said.dir = "auto";
      said.textContent = sentence;
      line.append(level, " ", said);
      return line;
    });
    list.replaceChildren(...lines);
    gate.querySelector(".ready").hidden = lines.length > 0;
    gate.querySelectorAll(".later, .passed").forEach((line) => line.remove());
  });
});
