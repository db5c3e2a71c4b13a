"""Decision trees to test with: small ones written out, and others drawn by lot."""

import json
from random import Random

from bouwkringloop.intake.tree import ROUTES, STATUSES, SUBJECTS, USES, WORST, asked
from bouwkringloop.intake.tree_check import parse

CATEGORIES = ("slate", "door", "constructor")
GROUPS = ("facade", "doors")
#: Names that every object of JavaScript has by itself are as good as any other slug.
SLUGS = ("one", "two", "three", "constructor", "to-string", "4")


def words(text):
    return {"nl": f"{text} nl", "en": f"{text} en"}


def answer(slug, **effect):
    return {"slug": slug, "text": words(slug), "effect": effect}


def question(slug, *answers, when=(), **fields):
    return {
        "slug": slug,
        "subject": "danger",
        "text": words(slug),
        "when": [{"question": q, "answers": [a]} for q, a in when],
        "answers": list(answers) or [answer("no"), answer("yes")],
        **fields,
    }


def stop(slug, route="quarantine", say="stop"):
    return answer(slug, route=route, reason=words(say), do_now=words(f"{say} now"))


def written(*questions):
    return json.dumps({"questions": questions})


def tree(*questions):
    return parse(written(*questions))


def drawn_effect(lot):
    effect = {}
    if lot.random() < 0.4:
        effect["route"] = lot.choice(ROUTES)
    for key, choices in (("status", STATUSES), ("use", USES), ("worst", WORST)):
        if lot.random() < 0.3:
            effect[key] = lot.choice(choices)
    for key in ("reason", "do_now"):
        if effect.get("route") in ("refuse", "quarantine", "residue") or lot.random() < 0.3:
            effect[key] = words(f"{key} {lot.randrange(1000)}")
    return effect


def drawn_when(lot, earlier):
    conditions = []
    for other in lot.sample(earlier, min(len(earlier), lot.choice((0, 0, 1, 2)))):
        going_on = [
            a["slug"] for a in other["answers"] if a["effect"].get("route") not in ROUTES[:2]
        ]
        if going_on:
            some = lot.sample(going_on, lot.randint(1, len(going_on)))
            conditions.append({"question": other["slug"], "answers": some})
    return conditions


def drawn_tree(lot: Random):
    """Draw a tree in which nothing is wrong, as plain objects."""
    questions = []
    for slug in lot.sample(SLUGS, lot.randint(0, len(SLUGS))):
        names = lot.sample(SLUGS, lot.randint(1, 4))
        made = {
            "slug": slug,
            "subject": lot.choice(SUBJECTS),
            "categories": lot.choice(([], [], ["slate"], ["door", "constructor"])),
            "groups": lot.choice(([], [], ["facade"])),
            "when": drawn_when(lot, questions),
            "text": words(slug),
            "help": lot.choice((words("help"), {"nl": "", "en": ""})),
            "answers": [
                {
                    "slug": name,
                    "text": words(name),
                    "pictogram": lot.choice(("", "slate")),
                    "effect": drawn_effect(lot),
                }
                for name in names
            ],
        }
        questions.append(made)
    return {"questions": questions}


def drawn_answers(lot: Random, plain):
    """Draw answers: mostly such as exist, for most of the questions."""
    answers = {}
    for made in plain["questions"]:
        if lot.random() < 0.6:
            answers[made["slug"]] = lot.choice(made["answers"])["slug"]
    if lot.random() < 0.1:
        answers[lot.choice(SLUGS)] = lot.choice(SLUGS)
    return answers


def drawn_case(lot: Random):
    """Draw a tree, a thing, and answers about it: often those of somebody who answers what is asked."""
    plain = drawn_tree(lot)
    category, group = lot.choice(CATEGORIES), lot.choice(GROUPS)
    answers = drawn_answers(lot, plain)
    if lot.random() < 0.7:
        read = parse(json.dumps(plain))
        kept = {q.slug for q in asked(read, category, group, answers)}
        answers = {slug: given for slug, given in answers.items() if slug in kept}
    return {"tree": plain, "category": category, "group": group, "answers": answers}
