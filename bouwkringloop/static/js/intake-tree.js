/**
 * What is asked about a thing and what the answers come to, just as the server says it (intake/tree.py). Pure
 * functions only. Refusals carry the server's own names, such as "not-asked".
 */

/** With these routes the thing is not taken in as goods, so nothing more is asked. */
const STOPS = ["refuse", "quarantine"];
/** Of the routes behind the stops, the first one named here wins. */
const ROUTES = [...STOPS, "residue", "material", "parts", "repurpose", "repair"];
const USES = ["test_first", "non_structural", "free"];
const WORST = ["C", "B"];

/** @typedef {{nl: string, en: string}} Text */
/** @typedef {{route?: string, reason?: Text, do_now?: Text, status?: string, use?: string, worst?: "B" | "C"}} Effect */
/** @typedef {{slug: string, text: Text, pictogram: string, effect: Effect}} Answer */

/**
 * @typedef {object} Question
 * @property {string} slug
 * @property {string} subject
 * @property {string[]} categories
 * @property {string[]} groups
 * @property {{question: string, answers: string[]}[]} when
 * @property {Text} text
 * @property {Text} help
 * @property {Answer[]} answers
 */

/** @typedef {{questions: Question[]}} Tree the whole tree, every field written out as the server does */
/** @typedef {Record<string, string>} Answers question slug to answer slug */

/**
 * @typedef {object} Outcome
 * @property {string | null} route what the answers force, or null where the worker chooses
 * @property {Text | null} reason
 * @property {Text | null} do_now
 * @property {string | null} status
 * @property {string | null} use
 * @property {string | null} worst the condition is at most this good
 * @property {Question | null} next the first question that still needs an answer
 * @property {[string, string][]} answered question and answer of everything that counts
 */

/**
 * @param {Question} question
 * @param {Answers} answers
 * @returns {Answer | undefined}
 */
const chosen = (question, answers) => question.answers.find((answer) => answer.slug === answers[question.slug]);

/**
 * @param {Question} question
 * @param {string} category
 * @param {string} group
 * @returns {boolean} whether it is about this kind of thing at all
 */
function concerns(question, category, group) {
  const everything = !question.categories.length && !question.groups.length;
  return everything || question.categories.includes(category) || question.groups.includes(group);
}

/**
 * Lists what is asked about a thing, up to the first answer that turns it away. An answer that the question does not
 * offer counts as none.
 * @param {Tree} tree
 * @param {string} category
 * @param {string} group
 * @param {Answers} answers
 * @returns {Question[]}
 */
export function asked(tree, category, group, answers) {
  const found = [];
  /** @type {Map<string, string>} */
  const before = new Map();
  for (const question of tree.questions) {
    if (!concerns(question, category, group)) continue;
    if (!question.when.every((condition) => condition.answers.includes(before.get(condition.question)))) continue;
    found.push(question);
    const answer = chosen(question, answers);
    if (!answer) continue;
    before.set(question.slug, answer.slug);
    if (STOPS.includes(answer.effect.route)) break;
  }
  return found;
}

/**
 * @param {Tree} tree
 * @param {Question[]} questions those that are asked
 * @param {Answers} answers
 * @returns {string} the refusal that the answers deserve, or nothing
 */
function refusal(tree, questions, answers) {
  const known = new Map(tree.questions.map((question) => [question.slug, question]));
  const slugs = Object.keys(answers).sort();
  for (const slug of slugs) {
    if (!known.has(slug)) return "no-such-question";
    if (!chosen(known.get(slug), answers)) return "no-such-answer";
  }
  return slugs.every((slug) => questions.includes(known.get(slug))) ? "" : "not-asked";
}

/**
 * @param {string[]} order
 * @param {(string | undefined)[]} said
 * @returns {string | null} the first in that order which was said
 */
const firstOf = (order, said) => order.find((value) => said.includes(value)) ?? null;

/**
 * @template T
 * @param {(T | undefined)[]} said
 * @returns {T | null}
 */
const firstSaid = (said) => said.find((value) => value !== undefined) ?? null;

/**
 * Tells what the answers about a thing come to.
 * @param {Tree} tree
 * @param {string} category
 * @param {string} group
 * @param {Answers} answers
 * @returns {Outcome | {refused: string}}
 */
export function outcome(tree, category, group, answers) {
  const questions = asked(tree, category, group, answers);
  const refused = refusal(tree, questions, answers);
  if (refused) return { refused };
  const answered = questions.filter((question) => chosen(question, answers));
  const effects = answered.map((question) => chosen(question, answers).effect);
  const route = firstOf(ROUTES, effects.map((effect) => effect.route));
  const deciding = effects.filter((effect) => (effect.route ?? null) === route);
  return {
    route,
    reason: firstSaid(deciding.map((effect) => effect.reason)),
    // What another answer says to do is better than silence.
    do_now: firstSaid([...deciding, ...effects].map((effect) => effect.do_now)),
    // The later question was asked by somebody who knew the earlier answers.
    status: firstSaid(effects.map((effect) => effect.status).reverse()),
    use: firstOf(USES, effects.map((effect) => effect.use)),
    worst: firstOf(WORST, effects.map((effect) => effect.worst)),
    next: STOPS.includes(route) ? null : questions.find((question) => !chosen(question, answers)) ?? null,
    answered: answered.map((question) => [question.slug, answers[question.slug]]),
  };
}
