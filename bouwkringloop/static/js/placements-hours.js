// The grid of hours by keyboard: arrows and Enter walk, = takes the plan over, and nothing that was
// typed is left behind unseen.

const form = document.querySelector("[data-hours]");
if (form) {
  const grid = [...form.querySelectorAll("tbody tr")].map((row) => [...row.cells]);
  const cell = (row, column) => grid[row]?.[column]?.querySelector("input:not([type=hidden])");
  const cells = form.querySelectorAll("tbody input:not([type=hidden])");
  // What the shop knows, which is not what stands in a cell that came back with a fault.
  const known = (input) => input.nextElementSibling.value.replace(/^\d+:/, "");
  const before = new Map([...cells].map((input) => [input, known(input)]));
  let leaving = false;

  const mark = (input) => input.classList.toggle("is-changed", input.value.trim() !== before.get(input).trim());

  function place(input) {
    const row = grid.findIndex((line) => line.includes(input.closest("td")));
    return [row, grid[row].indexOf(input.closest("td"))];
  }

  /** Go to the next cell in a direction that can be typed in; stay where there is none. */
  function walk(input, down, right) {
    let [row, column] = place(input);
    do {
      row += down;
      column += right;
      const next = cell(row, column);
      if (next) {
        next.focus();
        next.select();
        return true;
      }
    } while (grid[row] && column > 0 && column < grid[row].length);
    return false;
  }

  function takePlan(input) {
    input.value = input.dataset.plan;
    mark(input);
  }

  form.addEventListener("keydown", (event) => {
    const input = event.target.closest("tbody input");
    if (!input || event.altKey || event.metaKey) return;
    const atStart = input.selectionEnd === 0 || input.selectionStart !== input.selectionEnd;
    const atEnd = input.selectionStart === input.value.length || input.selectionStart !== input.selectionEnd;
    if (event.ctrlKey && event.key === "Enter") form.requestSubmit();
    else if (event.ctrlKey) return;
    else if (event.key === "Enter" || event.key === "ArrowDown") walk(input, 1, 0);
    else if (event.key === "ArrowUp") walk(input, -1, 0);
    else if (event.key === "ArrowRight" && atEnd) walk(input, 0, 1);
    else if (event.key === "ArrowLeft" && atStart) walk(input, 0, -1);
    else if (event.key === "=") takePlan(input);
    else return;
    event.preventDefault();
  });
  form.addEventListener("input", (event) => before.has(event.target) && mark(event.target));
  form.querySelector("[data-fill]").addEventListener("click", () => {
    for (const input of cells) {
      if (!input.value.trim() && input.dataset.plan && !("ahead" in input.dataset)) takePlan(input);
    }
  });
  form.addEventListener("submit", () => (leaving = true));
  window.addEventListener("beforeunload", (event) => {
    if (!leaving && form.querySelector(".is-changed")) event.preventDefault();
  });
  for (const input of cells) mark(input);
  form.querySelector("[aria-invalid]")?.focus();
}
