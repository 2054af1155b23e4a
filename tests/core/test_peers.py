"""Pairs help both ways, and nobody is in two of them."""

from hypothesis import given
from hypothesis import strategies as st

from roadmap.core.peers import Profile, pairs


def profile(strong: str, wants: str) -> Profile:
    return Profile(frozenset(strong), frozenset(wants))


def test_two_who_complement_each_other_are_a_pair() -> None:
    (pair,) = pairs({"ann": profile("ab", "c"), "ben": profile("c", "ax")})
    assert (pair.one, pair.other) == ("ann", "ben")
    assert (pair.one_helps, pair.other_helps) == ({"a"}, {"c"})


def test_help_that_goes_one_way_is_no_pair() -> None:
    assert pairs({"ann": profile("abc", ""), "ben": profile("", "abc")}) == ()


def test_even_help_comes_before_much_help_one_way() -> None:
    people = {
        "ann": profile("abcd", "xy"),
        "ben": profile("x", "abcd"),
        "cleo": profile("xy", "ab"),
    }
    assert [(p.one, p.other) for p in pairs(people)] == [("ann", "cleo")]


domains = st.frozensets(st.sampled_from("abcdef"))
profiles = st.builds(lambda all_, some: Profile(all_ - some, some), domains, domains)


@given(st.dictionaries(st.sampled_from("123456789"), profiles))
def test_every_pair_helps_both_ways_and_is_nobody_elses(people: dict[str, Profile]) -> None:
    found = pairs(people)
    both = [who for pair in found for who in (pair.one, pair.other)]
    assert len(both) == len(set(both))
    for pair in found:
        assert pair.one_helps
        assert pair.other_helps
        assert pair.one_helps <= people[pair.one].strong & people[pair.other].wants
        assert pair.other_helps <= people[pair.other].strong & people[pair.one].wants
    alone = set(people) - set(both)
    for one in alone:
        for other in alone - {one}:
            assert not people[one].strong & people[other].wants or not (
                people[other].strong & people[one].wants
            )
