/* The words of a text, found and changed where they stand: in the editor across emphasis and links, in a plain field.
   A "line" is a list of nodes, each with `data`. `applyRules` follows articles/typography.py step by step. */
(() => {
  "use strict";
  const desk = (window.desk = window.desk || {});
  const INLINE = /^(A|EM|STRONG|SUB|SUP|B|I|U|S|SPAN|FONT)$/;
  const NBSP = "\u00a0";

  function linesOf(root) {
    const lines = [[]];
    const walk = (element) => {
      element.childNodes.forEach((node) => {
        if (node.nodeType === Node.TEXT_NODE) { if (node.data) lines.at(-1).push(node); return; }
        if (node.nodeType !== Node.ELEMENT_NODE || node.contentEditable === "false" || node.matches("figure, script, style")) {
          if (node.nodeType === Node.ELEMENT_NODE) lines.push([]);
          return;
        }
        const isInline = INLINE.test(node.tagName);
        if (!isInline) lines.push([]);
        walk(node);
        if (!isInline) lines.push([]);
      });
    };
    walk(root);
    return lines.filter((line) => line.length);
  }
  const lineOfField = (field) => [{ field, get data() { return field.value; }, set data(words) { field.value = words; } }];

  const joined = (line) => line.map((node) => node.data).join("");
  function startsOf(line) {
    const starts = [0];
    line.forEach((node) => starts.push(starts.at(-1) + node.data.length));
    return starts;
  }
  /* The node in which a place lies: of two that meet there, the later. */
  function nodeAt(line, starts, place) {
    let at = 0;
    while (at + 1 < line.length && starts[at + 1] <= place) at += 1;
    return at;
  }

  let compiled;
  function compile({ rules, spared, passes }) {
    compiled ||= { passes, spared: new RegExp(spared, "giu"), rules: rules.map((rule) => ({ ...rule, found: new RegExp(rule.pattern, "dgiu") })) };
    return compiled;
  }
  /* Sets a line right, in place; tells what was done: [{name, after, node, was, is}]. */
  function applyRules(line, data, binds) {
    const house = compile(data), done = [];
    for (let pass = 0; pass < house.passes; pass += 1) {
      const before = joined(line);
      house.rules.forEach((rule) => { if (binds || rule.name !== "bound") applyRule(line, rule, house.spared, done); });
      if (joined(line) === before) break;
    }
    return done;
  }
  function applyRule(line, rule, spared, done) {
    const words = joined(line), starts = startsOf(line);
    const left = [...words.matchAll(spared)].map((found) => [found.index, found.index + found[0].length]);
    for (const found of [...words.matchAll(rule.found)].reverse()) {
      for (let group = rule.puts.length; group > 0; group -= 1) {
        const [start, end] = found.indices[group], put = rule.puts[group - 1];
        const at = nodeAt(line, starts, start), node = line[at], first = start - starts[at], last = end - starts[at];
        if (last > node.data.length || left.some(([from, to]) => from < end && start < to)) continue;
        if (put === NBSP && (first === 0 || end === starts[at + 1])) continue;
        const was = node.data;
        node.data = was.slice(0, first) + put + was.slice(last);
        done.push({ name: rule.name, after: around(words, start, end, put), node, was, is: node.data });
      }
    }
  }
  /* The changed place with the words about it. */
  function around(words, start, end, put) {
    const before = words.slice(Math.max(0, start - 14), start).split(/\n/).at(-1), after = words.slice(end, end + 14).split(/\n/)[0];
    return `${start > 14 ? before.replace(/^\S+\s/, "") : before}${put}${end + 14 < words.length ? after.replace(/\s\S*$/, "") : after}`.trim();
  }

  /* Puts words in the place of others, which may begin in one node and end in another. */
  function replace(line, start, end, put) {
    const starts = startsOf(line), from = nodeAt(line, starts, start);
    for (let at = line.length - 1; at >= from; at -= 1) {
      const first = Math.max(start - starts[at], 0), last = Math.min(end - starts[at], line[at].data.length);
      if (last < first || starts[at] >= end) continue;
      line[at].data = line[at].data.slice(0, first) + (at === from ? put : "") + line[at].data.slice(last);
    }
  }

  desk.prose = { linesOf, lineOfField, joined, startsOf, nodeAt, applyRules, replace };
})();
