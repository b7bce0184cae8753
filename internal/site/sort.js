"use strict";
// Sorting by the heads of tables and filtering by text; without it the page shows all, in the registry's order.
for (const table of document.querySelectorAll("table.sortable")) {
  const body = table.tBodies[0];
  const original = [...body.rows];
  [...table.tHead.rows[0].cells].forEach((head, column) => {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = head.textContent;
    head.textContent = "";
    head.append(button);
    button.addEventListener("click", () => {
      const order = head.getAttribute("aria-sort") === "ascending" ? "descending" : "ascending";
      for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
      head.setAttribute("aria-sort", order);
      const key = row => row.cells[column].dataset.key ?? row.cells[column].textContent.trim();
      const compare = (a, b) => {
        const x = key(a), y = key(b), p = parseFloat(x), q = parseFloat(y);
        const size = Number.isNaN(p) || Number.isNaN(q) ? x.localeCompare(y) : p - q;
        return order === "ascending" ? size : -size;
      };
      body.append(...original.slice().sort(compare));
    });
  });
  const box = document.createElement("p");
  box.className = "filter";
  const input = document.createElement("input");
  input.type = "search";
  input.placeholder = "filter";
  input.setAttribute("aria-label", "filter the rows");
  input.addEventListener("input", () => {
    const words = input.value.toLowerCase().split(/\s+/);
    for (const row of original) row.hidden = !words.every(word => row.textContent.toLowerCase().includes(word));
  });
  box.append(input);
  table.closest(".wide").before(box);
}
