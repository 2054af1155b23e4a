"""The words of questions and options: what a reader sees, which terms claim or hedge, which words carry content."""

import re
from collections.abc import Sequence

# Terms that claim "without exception". `all`, `every` and `none` count only where they qualify a
# whole claim: "all traffic" is a quantity. "Always on" and "not only" claim nothing.
ABSOLUTES = (
    r"always(?! on\b)|never|impossible|solely|exclusively|(?<!not )only",
    r"completely|entirely|totally|absolutely|invariably|guaranteed|guarantees? that",
    r"(?:in|under|for) (?:all|any|every) (?:case|circumstance|condition|situation)s?",
    r"at all times|no matter (?:what|how|which)|without exceptions?|no exceptions?",
)
# Terms that leave a way out. `can` and `could` are left out, and `may` before most verbs: in
# options they mostly say what someone is able or allowed to do ("that both jobs may reach").
HEDGES = (
    r"usually|often|typically|generally|sometimes|normally|commonly|frequently|mostly",
    r"might|perhaps|possibly|probably|likely|seldom|rarely|occasionally|largely",
    r"may (?:be|have|also|still|well|even|cause|lead|fail|miss)",
    r"tends? to|in (?:most|many|some) cases|in general|as a rule|it depends",
)
# Words that give no hint when stem and option share them: grammar and the phrases of exams.
_STOP_WORDS = """
a about above after again against all also although am an and another any are as at away back be
because been before being below best better between both but by can cannot cause chance could did do
does doing don't done down due during each eight either else enough even ever every few first five
follow following for four from further get gets give given gives go goes good had has have having he
her here hers him his how however if in instead into is isn't it it's its itself just keep keeps
kept last least less let lets like likely made main make makes making many may me mean means might
more most much must my need needs neither never new next no nor not nothing now of off old on once
one ones only onto or other others otherwise our out over own part per put puts question rather
reason right same see seen set seven shall she should show shows since six so some still such take
takes team ten than that that's the their them then there these they thing things this those though
three through time times to too two under until up upon us use used uses using very was way ways we
well were what when where whether which while who whom whose why will with within without would yes
yet you your
"""
STOP_WORDS = frozenset(_STOP_WORDS.split())

_CODE = re.compile(r"```.*?```|~~~.*?~~~|``.+?``|`[^`]*`", re.DOTALL)
_WORD = re.compile(r"[A-Za-z]+(?:['-][A-Za-z]+)*")
_IDENTIFIER = re.compile(r"\d|_|[a-z][A-Z]|\w[./:@=]\w")


def _terms(alternatives: Sequence[str]) -> re.Pattern[str]:
    # A hyphen on either side makes another word: read-only, never-ending.
    return re.compile(rf"(?<![\w-])(?:{'|'.join(alternatives)})(?![\w-])", re.IGNORECASE)


_ABSOLUTE, _HEDGE = _terms(ABSOLUTES), _terms(HEDGES)


def prose(text: str) -> str:
    """Return `text` without its code, where `only` and `not` are names and not English."""
    return _CODE.sub(" ", text.replace("\u2019", "'"))


def visible_length(text: str) -> int:
    """Count the characters a reader sees: no Markdown marks, white space as one blank."""
    return len(" ".join(re.sub(r"[*`]", "", text).split()))


def absolutes(text: str) -> list[str]:
    """List the absolute terms in the prose of `text`, in lower case."""
    return [found.lower() for found in _ABSOLUTE.findall(prose(text))]


def hedges(text: str) -> list[str]:
    """List the hedging terms in the prose of `text`, in lower case."""
    return [found.lower() for found in _HEDGE.findall(prose(text))]


def content_words(text: str) -> dict[str, str]:
    """Map the root of each content word in the prose of `text` to the word as written.

    Stop words, words under three letters and identifiers (with digits, underscores, dots, camelCase)
    are none. Roots come from a few suffix rules: enough to see "retrained" in "retraining".
    """
    tokens = [token for token in prose(text).split() if not _IDENTIFIER.search(token)]
    words = _WORD.findall(" ".join(tokens).lower())
    return {_root(word): word for word in words if len(word) > 2 and word not in STOP_WORDS}


def _root(word: str) -> str:
    word = word.removesuffix("'s")
    if word == "https":  # another protocol than http, not more of it
        return word
    for ending, ends_in in (
        ("ies", "y"),
        ("ing", ""),
        ("ed", ""),
        ("es", ""),
        ("s", ""),
    ):
        if word.endswith(ending) and len(word) - len(ending) >= 3 and word[-2:] != "ss":
            word = word.removesuffix(ending) + ends_in
            break
    if len(word) > 4 and word[-1] == word[-2]:  # stopped, stopping
        word = word[:-1]
    return word.removesuffix("e")
