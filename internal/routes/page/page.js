// Search and the two groupings. Without this script the page still has all, by recipient.
(() => {
  const search = document.getElementById("search");
  const count = document.getElementById("count");
  const views = ["recipients", "datasets"].map((id) => document.getElementById(id));
  const groups = new Map(views.map((view) => [view, [...view.querySelectorAll(".group")].map((group) => ({
    group,
    name: group.querySelector("summary").textContent.toLowerCase(),
    total: group.querySelector("summary .quiet"),
    rules: group.querySelector("summary .quiet").textContent,
    rows: [...group.querySelectorAll(".row")].map((row) => ({ row, text: row.textContent.toLowerCase() })),
  }))]));

  function show() {
    const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    const has = (text) => words.every((word) => text.includes(word));
    const chosen = document.querySelector("input[name=view]:checked").value;
    let shown = 0;
    for (const view of views) {
      view.hidden = view.id !== chosen;
      if (view.hidden) continue;
      for (const { group, name, total, rules, rows } of groups.get(view)) {
        let some = 0;
        for (const { row, text } of rows) {
          row.hidden = !has(name + " " + text);
          if (!row.hidden) some++;
        }
        group.hidden = some === 0;
        total.textContent = some < rows.length ? `${some} of ${rules}` : rules;
        group.open = words.length > 0 || rows.length * groups.get(view).length <= 60; // what was searched for is shown
        if (some > 0) shown++;
      }
    }
    count.textContent = `${shown} of ${groups.get(views.find((view) => !view.hidden)).length} ${chosen}`;
  }

  search.addEventListener("input", show);
  for (const radio of document.querySelectorAll("input[name=view]")) radio.addEventListener("change", show);
  document.querySelector("form").addEventListener("submit", (event) => event.preventDefault());
  document.addEventListener("keydown", (event) => {
    if (event.key === "/" && document.activeElement !== search) {
      event.preventDefault();
      search.focus();
    }
    if (event.key === "Escape" && document.activeElement === search) {
      search.value = "";
      show();
    }
  });
  show();
})();
