"""The lint of questions: faults of form that give the key away or confuse the reader."""

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from itertools import combinations

from assessment.core.catalogue import Asks, Question
from assessment.core.wording import absolutes, content_words, hedges, prose, visible_length

LONGER_BY_SHARE, LONGER_BY_CHARACTERS = 0.20, 12
SHARED_WORDS, STEM_WORDS = 2, 90
SKILL_QUESTIONS, DOMAIN_QUESTIONS, BAND_QUESTIONS = 3, 22, 3
MISCONCEPTION_OPTIONS, RECALL_SHARE, SAME_STEM = 2, 0.15, 0.5


def _listed(terms: Iterable[str]) -> str:
    return ", ".join(sorted(set(terms)))


def _key_length(question: Question) -> Iterator[str]:
    longest = max((visible_length(other.text) for other in question.others), default=0)
    for key in question.keys:
        more = visible_length(key.text) - longest
        if more > LONGER_BY_SHARE * longest and more >= LONGER_BY_CHARACTERS:
            size = f"{more} characters longer than the longest wrong option ({longest})"
            yield f"the key is {size}: shorten it or give a wrong option the same detail"


def _absolute_terms(question: Question) -> Iterator[str]:
    found = [term for other in question.others for term in absolutes(other.text)]
    if question.keys and found and not any(absolutes(key.text) for key in question.keys):
        yield f"absolute term only in wrong options ({_listed(found)}): say it without"


def _hedged_key(question: Question) -> Iterator[str]:
    found = [term for key in question.keys for term in hedges(key.text)]
    if found and not any(hedges(other.text) for other in question.others):
        yield f"hedge only in the key ({_listed(found)}): put the condition into the stem"


def _words_of_the_stem(question: Question) -> Iterator[str]:
    stem = content_words(question.stem).keys()
    # A wrong option shares a word also by naming it within code or a compound (`data.read`).
    texts = [text for o in question.others for text in (o.text, re.sub(r"[\W_]+", " ", o.text))]
    elsewhere = {root for text in texts for root in content_words(text)}
    for key in question.keys:
        words = content_words(key.text)
        if len(shared := (words.keys() & stem) - elsewhere) >= SHARED_WORDS:
            named = _listed(words[root] for root in shared)
            yield f"the key alone repeats words of the stem ({named}): use them in a wrong option too"


_POINTS_AT_OPTIONS = re.compile(
    r"\b(?:all|none|both|neither|any|either) (?:of )?the (?:above|below|(?:other )?(?:options|answers))\b"
    r"|^\W*(?:both|neither|(?:all|none|both|neither|any) of (?:these|them)|all three)\W*$"
    r"|\boptions? \d\b|\b(?:options?|answers?) (?-i:[A-F])\b"
    r"|^\W*(?:both |either |neither )?(?-i:[A-F])(?:(?:,|,? and|,? or|,? nor) (?-i:[A-F]))+(?: only)?\W*$",
    re.IGNORECASE,
)


def _of_the_above(question: Question) -> Iterator[str]:
    for option in question.options:
        if _POINTS_AT_OPTIONS.search(prose(option.text).strip()):
            yield f"option {option.text!r} points at other options: give it an answer of its own"


# Where the choice ends and a description begins: "Which cause explains that the pod does not
# start?" asks nothing negative. Capitals (NOT) and bold are emphasis, so neither is matched.
_CHOICE_ENDS = re.compile(
    r"[,;(]|\b(?:while|when|if|because|why|although|though|given|since|after|before|until|so|where"
    r"|that|which|who|whose|reasons?|causes?|explains?|explanation|shows?|proves?|suggests?|tells?"
    r"|means|ensures?|sure|keeps?)\b"
)
_ASKED = re.compile(
    r"\b(?:[Ww]hich|[Ww]hat|[Ww]ho)\b(?=.*[?:\u2026]$)|^(?:Choose|Select|Pick)\b.*?\bthat\b",
    re.DOTALL,
)
_NEGATION = re.compile(r"\b(?:[Nn]ot|[Ee]xcept|[Cc]annot|[A-Za-z]+n't)\b")
_BOLD_OR_QUOTED = re.compile(r"\*\*[^*]+\*\*|__[^_]+__|\"[^\"]*\"|\u201c[^\u201d]*\u201d")


def _unemphasised_not(question: Question) -> Iterator[str]:
    text = _BOLD_OR_QUOTED.sub(" ", prose(question.stem)).strip()
    for sentence in re.split(r"(?<=[.?!])\s+|\s*\n\s*\n", text):
        asked = _ASKED.search(sentence)
        choice = _CHOICE_ENDS.split(sentence[asked.end() :])[0] if asked else ""
        if found := _NEGATION.search(choice) or re.search(r"\b[Ee]xcept\b(?=\W*$)", sentence):
            yield f"the question turns on {found[0]!r}: ask it positively, or emphasise it (**not**)"


_NUMBER = re.compile(r"\W*\d[\d.,]*\s*\S{0,8}")
_JOINS = frozenset(("and", "or", "with", "without", "plus", "but", "then", "also", ","))


def _duplicates(question: Question) -> Iterator[str]:
    for pair in combinations((option.text for option in question.options), 2):
        short, long = sorted(pair, key=lambda text: len(_tokens(text)))
        if not re.search(r"\w", prose(short + " " + long)):
            continue  # two commands: one sign more makes another answer
        if _tokens(short) == _tokens(long):
            yield f"options {short!r} and {long!r} say the same: replace one"
        elif _contains(_tokens(short), _tokens(long)) and not _NUMBER.fullmatch(short):
            yield f"option {short!r} is contained in {long!r}: make them exclude each other"


def _tokens(text: str) -> list[str]:
    tokens = re.findall(r"[\w.%/+#-]*\w[%+#]*|,", text.lower())
    return [token for token in tokens if token not in ("a", "an", "the")]


def _contains(part: Sequence[str], whole: Sequence[str]) -> bool:
    """Say whether `whole` is `part` and something more, joined to it or after three words of it.

    A name within a longer name (mean squared error, root mean squared error) is another answer.
    """
    for at in range(len(whole) - len(part) + 1):
        if part and whole[at : at + len(part)] == part:
            beside = {*whole[:at][-1:], *whole[at + len(part) :][:1]}
            if beside & _JOINS or (at == 0 and len(part) >= 3):
                return True
    return False


_SINGULAR_ENDS = ("is", "was", "has", "a", "an", "this", "each")
_PLURAL_ENDS = ("are", "were", "have", "these", "those", "several", "two")
# Some first vowels sound as consonants (a unit, a one-off). Initials are left alone: a REST call,
# an RPC.
_AN = re.compile(r"(?:[aio]|e(?!u)|u(?!ni[cfoqtv]|s|ti|bi)|hour|hono|heir)(?!n(?:c?e)\b)", re.I)
_PLURAL = re.compile(
    r"(?:these|those|two|three|several|many)\b|(?:[\w-]+ ){0,2}[a-z]+[^\Wsui_]s\.?$"
)
_SINGLE = re.compile(r"(?:an?|this|one|each)\b", re.IGNORECASE)


def _grammar(question: Question) -> Iterator[str]:
    # Only a stem that breaks off can clash: "The pod is restarted by a", "The metric to watch is:".
    unfinished = re.search(r"(\w+)[ *_:\u2026]*(?:\.\.\.)?\s*$", question.stem)
    if not unfinished:
        return
    end, texts = unfinished[1].lower(), [option.text for option in question.options]
    for text in texts:
        judged = end in ("a", "an") and text[0].isalpha() and not text[:2].isupper()
        if judged and bool(_AN.match(text)) != (end == "an"):
            yield f"the stem ends in {end!r}, which does not fit {text!r}: ask a full question"
    for ends, misfit in ((_SINGULAR_ENDS, _PLURAL), (_PLURAL_ENDS, _SINGLE)):
        misfits = [text for text in texts if misfit.match(text)]
        # Where all options look so, the form tells nothing, and is likelier our mistake.
        if end in ends and 0 < len(misfits) < len(texts):
            yield f"the stem ends in {end!r}, which does not fit {misfits[0]!r}: ask a full question"


def _stem_length(question: Question) -> Iterator[str]:
    count = sum(1 for token in question.stem.split() if re.search(r"\w", token))
    if count > STEM_WORDS:
        yield f"the stem has {count} words: cut it to {STEM_WORDS} or move facts to an exhibit"


RULES: tuple[Callable[[Question], Iterator[str]], ...] = (
    *(_key_length, _absolute_terms, _hedged_key, _words_of_the_stem, _of_the_above),
    *(_unemphasised_not, _duplicates, _grammar, _stem_length),
)


def lint(question: Question) -> list[str]:
    """List what is wrong with the form of `question`, each with what to do.

    A question of kind `many` is judged key by key against its wrong options.
    """
    return [message for rule in RULES for message in rule(question)]


def lint_bank(
    questions: Sequence[Question],
    skills_by_domain: Mapping[str, Collection[str]],
    listed_misconceptions: Collection[str],
) -> list[str]:
    """List what the bank lacks as a whole.

    Only live questions count; near-duplicates are looked for among drafts as well. `skills_by_domain`
    holds the skill ids of each domain id, `listed_misconceptions` the ids that wrong options (or
    slips, the wrong answers of number questions) must carry.
    """
    live = [question for question in questions if question.status == "live"]
    return [
        *_thin_places(live, skills_by_domain),
        *_unused_misconceptions(live, listed_misconceptions),
        *_too_much_recall(live),
        *_near_duplicates(questions),
    ]


def _thin_places(
    live: Sequence[Question], skills_by_domain: Mapping[str, Collection[str]]
) -> Iterator[str]:
    for domain, skills in skills_by_domain.items():
        here = [question for question in live if question.skill in skills]
        counts = [(f"domain {domain}", len(here), DOMAIN_QUESTIONS)]
        for band in range(1, 6):
            count = sum(question.level == band for question in here)
            counts.append((f"domain {domain}, band {band}", count, BAND_QUESTIONS))
        for skill in skills:
            count = sum(question.skill == skill for question in here)
            counts.append((f"skill {skill}", count, SKILL_QUESTIONS))
        for place, count, needed in counts:
            if count < needed:
                yield f"{place}: {count} live questions, write at least {needed - count} more"


def _unused_misconceptions(live: Sequence[Question], listed: Collection[str]) -> Iterator[str]:
    carried = Counter(name for question in live for name in question.misconceptions)
    for name in listed:
        if carried[name] < MISCONCEPTION_OPTIONS:
            needed = MISCONCEPTION_OPTIONS - carried[name]
            yield f"misconception {name}: on {carried[name]} wrong options, put it on {needed} more"


def _too_much_recall(live: Sequence[Question]) -> Iterator[str]:
    upper = [question for question in live if question.level > 2]
    recall = sum(question.asks is Asks.RECALL for question in upper)
    if recall > RECALL_SHARE * len(upper):
        yield f"{recall} of {len(upper)} questions above band 2 ask for recall: ask for use"


def _near_duplicates(questions: Sequence[Question]) -> Iterator[str]:
    """Compare stems, with their exhibits, by the Jaccard index of their content words.

    The threshold is 0.5: rewording 4 of 12 content words leaves 8 of 16 in common. The nearest two
    of the bank, which are different ones, stand at 0.39.
    """
    words = [
        (question.id, content_words(f"{question.stem} {question.exhibit or ''}").keys())
        for question in questions
    ]
    for (one, left), (other, right) in combinations(words, 2):
        if left and len(left & right) >= SAME_STEM * len(left | right):
            yield f"questions {one} and {other} have nearly the same stem: change or drop one"
