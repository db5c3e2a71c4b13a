/** Deciding about a line: the weight of a part is filled in by its share of the whole, until somebody types it. */

const SHARES = /^(\d{1,9})(?:[.,](\d{1,3}))?$/;

/** @param {string} text @returns {bigint | null} thousandths, or null where it is no quantity */
function toMilli(text) {
  const found = SHARES.exec(text.trim());
  return found ? BigInt(found[1]) * 1000n + BigInt((found[2] ?? "").padEnd(3, "0")) : null;
}

/** @param {bigint} grams @returns {string} kilograms as people type them */
function toKilograms(grams) {
  const separator = document.documentElement.lang === "nl" ? "," : ".";
  const rest = String(grams % 1000n).padStart(3, "0").replace(/0+$/, "");
  return rest ? `${grams / 1000n}${separator}${rest}` : String(grams / 1000n);
}

for (const form of document.querySelectorAll("[data-decide]")) {
  const part = /** @type {HTMLInputElement} */ (form.querySelector("[data-part]"));
  const weight = /** @type {HTMLInputElement} */ (form.querySelector("[data-part-weight]"));
  const whole = BigInt(form.dataset.milli);
  let own = weight.value !== "";
  weight.addEventListener("input", () => {
    own = weight.value !== "";
  });
  part.addEventListener("input", () => {
    if (own) return;
    const milli = toMilli(part.value);
    const sensible = milli !== null && milli > 0n && milli <= whole;
    weight.value = sensible ? toKilograms((BigInt(form.dataset.grams) * milli + whole / 2n) / whole) : "";
  });
}
