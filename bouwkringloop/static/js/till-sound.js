/** Two sounds that are told apart without looking: one for right, one for wrong. */

/** @type {AudioContext | null} */
let context = null;

/**
 * @param {number} hertz
 * @param {number} from seconds from now
 * @param {number} length seconds
 * @param {OscillatorType} shape
 */
function tone(hertz, from, length, shape) {
  const start = context.currentTime + from;
  const voice = context.createOscillator();
  const volume = context.createGain();
  voice.type = shape;
  voice.frequency.value = hertz;
  volume.gain.setValueAtTime(0.25, start);
  volume.gain.exponentialRampToValueAtTime(0.001, start + length);
  voice.connect(volume).connect(context.destination);
  voice.start(start);
  voice.stop(start + length);
}

/** @param {"right" | "wrong"} kind */
export function sound(kind) {
  // A browser gives sound only after somebody touched the page; until then the till is silent.
  if (!navigator.userActivation?.hasBeenActive) return;
  context ??= new AudioContext();
  if (kind === "right") {
    tone(1320, 0, 0.09, "sine");
    return;
  }
  tone(220, 0, 0.22, "square");
  tone(165, 0.24, 0.34, "square");
}
