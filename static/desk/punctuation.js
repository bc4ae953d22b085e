/* Punctuation by the house's rules: by a button, which says what it did and takes it back; and in what is pasted. */
document.addEventListener("DOMContentLoaded", () => {
  "use strict";
  const aid = document.getElementById("punctuation"), form = aid?.closest("form");
  if (!form) return;
  const { prose } = window.desk;
  const rules = JSON.parse(document.getElementById("house-rules").textContent);
  const said = aid.querySelector(".said"), list = aid.querySelector(".done"), back = aid.querySelector(".back");
  const MOST = 5;
  let done = [];

  const editors = () => Object.values(window.CKEDITOR?.instances || {}).filter((editor) => editor.status === "ready");
  const fields = () => [...form.querySelectorAll("#id_title, #id_kicker, #id_headline, #id_lead, .photo-caption")].filter((field) => !field.closest("template"));

  function tell(how) {
    const count = done.length;
    said.textContent = count ? aid.dataset[how].replace("{count}", count) : aid.dataset.none;
    back.hidden = !count || how === "pasted";
    list.replaceChildren(...["quotes", "spaces", "ranges", "bound"].flatMap((name) => {
      const found = done.filter((each) => each.name === name);
      if (!found.length) return [];
      const line = document.createElement("li"), label = document.createElement("strong");
      label.textContent = `${aid.dataset[name]}: `;
      line.append(label, found.slice(0, MOST).map((each) => `…${each.after}…`).join("  "));
      if (found.length > MOST) line.append(` +${found.length - MOST}`);
      return [line];
    }));
  }
  function changing(act) {
    editors().forEach((editor) => editor.fire("saveSnapshot"));
    const touched = new Set(act().map(({ node }) => node.field).filter(Boolean));
    touched.forEach((field) => field.dispatchEvent(new Event("input", { bubbles: true })));
    editors().forEach((editor) => { editor.fire("saveSnapshot"); editor.fire("change"); });
  }

  aid.querySelector(".set").addEventListener("click", (event) => {
    event.preventDefault();
    changing(() => {
      done = fields().flatMap((field) => prose.applyRules(prose.lineOfField(field), rules, false));
      editors().forEach((editor) => prose.linesOf(editor.editable().$).forEach((line) => done.push(...prose.applyRules(line, rules, true))));
      return done;
    });
    tell("done");
  });
  back.addEventListener("click", () => {
    changing(() => [...done].reverse().filter((each) => {
      const isThere = each.node.data === each.is; // What was typed into since keeps what was typed.
      if (isThere) each.node.data = each.was;
      return isThere;
    }));
    done = [];
    said.textContent = aid.dataset.back;
    list.replaceChildren();
    back.hidden = true;
    aid.querySelector(".set").focus();
  });

  const watch = (editor) => editor.on("paste", ({ data }) => {
    if (!data.dataValue || data.dataTransfer?.getTransferType(editor) === window.CKEDITOR.DATA_TRANSFER_INTERNAL) return;
    const pasted = new DOMParser().parseFromString(data.dataValue, "text/html").body;
    const found = prose.linesOf(pasted).flatMap((line) => prose.applyRules(line, rules, true));
    if (!found.length) return;
    data.dataValue = pasted.innerHTML;
    done = found;
    tell("pasted");
  }, null, null, 900);
  Object.values(window.CKEDITOR?.instances || {}).forEach(watch);
  window.CKEDITOR?.on("instanceCreated", ({ editor }) => watch(editor));
});
