/* A copy of what is being written, in this browser alone, until the server has it. */
(() => {
  "use strict";
  const PREFIX = "story";
  const MONTH = 30 * 24 * 3600e3;
  const desk = (window.desk = window.desk || {});
  const storage = (act) => {
    try { return act(window.localStorage); } catch { return undefined; } // Full, or forbidden: the server alone then.
  };
  const keys = () => storage((s) => Object.keys(s).filter((key) => key.startsWith(`${PREFIX}:`))) || [];
  const read = (key) => {
    try { return JSON.parse(storage((s) => s.getItem(key))); } catch { return null; } // Somebody else's words.
  };

  desk.copies = {
    key: (user, story) => `${PREFIX}:${user}:${story}`,
    read,
    keep: (key, copy) => storage((s) => { s.setItem(key, JSON.stringify(copy)); return true; }) === true,
    drop: (key) => storage((s) => s.removeItem(key)),
    /* Copies of stories that have no number yet, latest first. */
    ofNew: (user) => keys().filter((key) => key.startsWith(`${PREFIX}:${user}:new-`))
      .sort((one, other) => (read(other)?.at || 0) - (read(one)?.at || 0)),
  };

  const saved = /^#saved-([0-9a-f]{24})$/.exec(window.location.hash);
  keys().forEach((key) => {
    const copy = read(key);
    if (!copy || Date.now() - copy.at > MONTH || (saved && copy.nonce === saved[1])) desk.copies.drop(key);
  });
  if (saved) window.history.replaceState(null, "", window.location.pathname + window.location.search);
})();
