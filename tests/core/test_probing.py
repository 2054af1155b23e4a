"""Which cards go into a talk: one for each skill, near the level in question, and new ones first."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from roadmap.core.probing import Card, choose_cards

SKILLS = ("canary", "drift", "lineage", "quotas")
BLANK = Card(id="", skill="", level=1, ask="?", good="!", follow_up="?")
known = settings(deadline=None, max_examples=200, derandomize=True)


def deck(*levels: int, skill: str = "canary") -> dict[str, list[Card]]:
    return {
        skill: [replace(BLANK, id=f"{skill}-{n}", skill=skill, level=n) for n in levels],
    }


@pytest.mark.parametrize(("level", "expected"), [(0, 1), (1.4, 1), (2, 1), (2.1, 3), (4, 3)])
def test_the_card_nearest_to_the_level_is_taken_and_the_easier_of_two(
    level: float, expected: int
) -> None:
    (card,) = choose_cards([("canary", level)], deck(3, 1), most=5)
    assert card.level == expected


def test_what_was_asked_comes_again_only_where_there_is_nothing_else() -> None:
    cards = deck(1, 4)
    assert choose_cards([("canary", 1)], cards, asked=["canary-1"], most=5)[0].level == 4
    both = ["canary-1", "canary-4"]
    assert choose_cards([("canary", 1)], cards, asked=both, most=5)[0].level == 1


wants = st.lists(st.tuples(st.sampled_from([*SKILLS, "none"]), st.floats(0, 4)), max_size=8)


@known
@given(wants, st.integers(0, 5))
def test_skills_keep_their_order_none_comes_twice_and_there_are_never_too_many(
    wanted: list[tuple[str, float]], most: int
) -> None:
    cards = {skill: deck(1, 2, 3, skill=skill)[skill] for skill in SKILLS}
    found = [card.skill for card in choose_cards(wanted, cards, most=most)]
    order = list(dict.fromkeys(skill for skill, _ in wanted if skill in SKILLS))
    assert found == order[:most]
