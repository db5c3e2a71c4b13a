/** A field in which somebody draws their signature with a finger, a pen or a mouse. */

/** How thick a stroke is, in pixels of the page. */
const STROKE = 3;

/**
 * Lets somebody sign in a canvas; what is drawn goes along with the form as a PNG.
 * @param {HTMLElement} part the card with the field, its hidden input and its tick for paper
 */
function wire(part) {
  const field = /** @type {HTMLElement} */ (part.querySelector("[data-sign-field]"));
  const canvas = /** @type {HTMLCanvasElement} */ (part.querySelector("[data-sign-canvas]"));
  const kept = /** @type {HTMLInputElement} */ (part.querySelector("[data-signature]"));
  const paper = /** @type {HTMLInputElement} */ (part.querySelector("[data-on-paper]"));
  const said = part.querySelector("[data-sign-said]");
  const pen = canvas.getContext("2d");
  let last = null;
  let isDrawn = false;

  const show = () => {
    field.hidden = paper.checked;
    said.textContent = isDrawn ? part.dataset.drawn : part.dataset.empty;
  };

  /** Makes the canvas as fine as the screen; what was drawn before is drawn again. */
  const fit = () => {
    const width = Math.round(canvas.clientWidth * devicePixelRatio);
    const height = Math.round(canvas.clientHeight * devicePixelRatio);
    if (!width || (canvas.width === width && canvas.height === height)) return;
    canvas.width = width;
    canvas.height = height;
    if (kept.value) restore(kept.value);
  };

  /** @param {string} drawing a PNG as a data address, as this page made it */
  const restore = (drawing) => {
    const picture = new Image();
    picture.addEventListener("load", () => {
      const part = Math.min(1, canvas.width / picture.width, canvas.height / picture.height);
      pen.drawImage(picture, 0, 0, picture.width * part, picture.height * part);
      isDrawn = true;
      show();
    });
    picture.src = drawing;
  };

  /** @param {PointerEvent} event */
  const at = (event) => ({ x: event.offsetX * devicePixelRatio, y: event.offsetY * devicePixelRatio });

  /** @param {{x: number, y: number}} to */
  const stroke = (to) => {
    pen.lineWidth = STROKE * devicePixelRatio;
    pen.lineCap = "round";
    pen.lineJoin = "round";
    pen.strokeStyle = "black";
    pen.beginPath();
    pen.moveTo(last.x, last.y);
    pen.lineTo(to.x, to.y);
    pen.stroke();
    last = to;
  };

  const end = () => {
    if (!last) return;
    last = null;
    isDrawn = true;
    kept.value = canvas.toDataURL("image/png");
    show();
  };

  canvas.addEventListener("pointerdown", (event) => {
    if (event.button) return;
    canvas.setPointerCapture(event.pointerId);
    last = at(event);
    stroke(last);
  });
  canvas.addEventListener("pointermove", (event) => {
    if (!last) return;
    // A quick hand draws more points than the screen has frames.
    const points = event.getCoalescedEvents?.() ?? [];
    for (const each of points.length ? points : [event]) stroke(at(each));
  });
  for (const name of ["pointerup", "pointercancel"]) canvas.addEventListener(name, end);
  part.querySelector("[data-sign-clear]").addEventListener("click", () => {
    pen.clearRect(0, 0, canvas.width, canvas.height);
    kept.value = "";
    isDrawn = false;
    show();
  });
  paper.addEventListener("change", () => {
    show();
    fit();
  });
  new ResizeObserver(fit).observe(canvas);
  show();
  fit();
}

for (const part of document.querySelectorAll("[data-sign]")) wire(part);
