// What a type of placement asks for, beside the choice of the type.

const type = document.querySelector("[data-placement] #type");

function show() {
  for (const line of document.querySelectorAll("[data-type]")) {
    line.hidden = line.dataset.type !== type.value || !line.textContent.trim();
  }
}

type.addEventListener("change", show);
show();
