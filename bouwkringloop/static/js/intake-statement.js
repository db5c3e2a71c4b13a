/** The page of a purchase statement: its button opens the browser's own window for printing. */

document.querySelector("[data-print]")?.addEventListener("click", () => window.print());
