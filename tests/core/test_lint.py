"""Each lint rule catches its fault and leaves good questions alone."""

import pytest

from assessment.core.catalogue import Question
from assessment.core.lint import lint
from tests.core.questions import question


def test_a_good_question_has_no_problems() -> None:
    assert lint(question()) == []


@pytest.mark.parametrize(
    ("faulty", "message"),
    [
        # length: 24 against 12 characters
        (
            question("Restart the whole server", "Ask a friend", "Do it again"),
            "12 characters longer",
        ),
        # of two keys, only the second is too long
        (
            question("Add a pod", "Add a much larger node", "Halve it", "Read logs", keys=2),
            "13 characters longer",
        ),
        (
            question("Roll back", "Never roll back", "Wait"),
            "absolute term only in wrong options (never)",
        ),
        (
            question("Roll back", "Only wait", "Ask"),
            "absolute term only in wrong options (only)",
        ),
        (
            question("It is usually slow", "It is always slow", "It is fast"),
            "(usually)",
        ),
        (
            question("It may be slow", "It is very slow", "It is fast"),
            "hedge only in the key (may be)",
        ),
        (
            question(
                "Retraining on late labels",
                "A larger machine for it",
                "A second copy of it",
                stem="Labels come late and the model must be retrained. What helps?",
            ),
            "(labels, late, retraining)",
        ),
        (question("Roll back", "Wait", "All of the above"), "points at other options"),
        (question("Roll back", "Wait", "None of these"), "points at other options"),
        (question("Roll back", "Wait", "Both A and B"), "points at other options"),
        (question("Roll back", "Wait", "A and B only"), "points at other options"),
        (question("Roll back", "Wait", "Both"), "points at other options"),
        (question(stem="Which step is not needed?"), "turns on 'not'"),
        (question(stem="Which step doesn't help?"), 'turns on "doesn\'t"'),
        (question(stem="Choose the step that is not needed."), "turns on 'not'"),
        (question(stem="All of these help except:"), "turns on 'except'"),
        (question("Roll back.", "roll back", "Wait"), "say the same"),
        (question("Roll back", "Roll back and wait", "Ask"), "is contained in"),
        (question("Old pod log or pod log, too", "Pod log", "Ask a friend"), "is contained in"),
        (question("Option B is right", "Wait", "Ask"), "points at other options"),
        (
            question("Stop the old job", "Stop the old job by hand", "Ask"),
            "is contained in",
        ),
        (
            question("node", "image", "pod", stem="The scheduler places a"),
            "does not fit 'image'",
        ),
        (
            question("image", "unit", "error", stem="What fails is an"),
            "does not fit 'unit'",
        ),
        (
            question("the pod", "the nodes", "the disk", stem="What fails is:"),
            "fit 'the nodes'",
        ),
        (
            question("a pod", "nodes", "disks", stem="The parts that fail are …"),
            "fit 'a pod'",
        ),
        (question(stem="word " * 91), "91 words"),
    ],
)
def test_a_fault_is_named_once(faulty: Question, message: str) -> None:
    assert sum(message in problem for problem in lint(faulty)) == 1


@pytest.mark.parametrize(
    "good",
    [
        # 11 characters longer, then 12 characters but not more than a fifth
        question("Ask the other team", "Ask her", "Wait"),
        question("x" * 72, "y" * 60, "z" * 50),
        question("Wait", "A longer wrong option is a matter of taste", "Ask"),
        question("Always roll back", "Never roll back", "Wait"),
        question("Roll back", "Set `only: main` in the file", "Mount it read-only"),
        question("Roll back", "Send all traffic to it", "Restart every node"),
        question("Roll back", "Keep a standby machine always on", "Not only wait"),
        question("It is often slow", "It is usually slow", "It is fast"),
        question("Where both jobs can read it", "Where each job has a copy", "On a disk"),
        question("Where both jobs may read it", "Where the first job began", "On a disk"),
        question("In May", "In June", "In July"),
        # the key shares two words with the stem, but a wrong option shares one of them
        question("In the nightly job", "In the nightly list", "In the events"),
        # code of the stem may come back
        question(
            "`kubectl get`, as `root`",
            "`ls`, as `me`",
            "`rm`",
            stem="`kubectl get` fails as `root`. Why?",
        ),
        question("A and B do not differ", "A is slower than B", "B is slower than A"),
        question(
            "All of these checks run first", "One of these checks runs first", "No check runs"
        ),
        # the wrong option shares `read` within code
        question(
            "Let them read the sales data",
            "Take `data.read` away from them",
            "Encrypt it all",
            stem="They read it to train on sales. What helps?",
        ),
        question("It answers 5 requests", "It answers 6 requests", "It stops"),
        question("Read the HTTP header", "Read the log", "Wait", stem="Which HTTPS header helps?"),
        question(stem="Which step is **not** needed?"),
        question(stem="The logs lie elsewhere, which the key cannot reach. What helps?"),
        question(stem="Someone who enters should not see the disk. Choose one."),
        question(stem="Which step does NOT help?"),
        question(stem="The pod does not start. Which step helps?"),
        question(stem="Which cause explains that the pod does not start?"),
        question(stem="What is the likely reason the pods are not placed?"),
        question(stem="A step runs `except ValueError`. What does it catch?"),
        question("5", "15", "5 and 15"),
        question("10 %", "10 % and more", "1 %"),
        question("Mean squared error", "Root mean squared error", "Mean error"),
        question("Recall", "Recall at ten", "Precision"),
        question("`git fetch`", "`git fetch --prune`", "`git pull`"),
        question("`a & b`", "`a | b`", "`a ^ b`"),
        question("pod", "node", "unit", stem="The scheduler places a"),
        question("image", "hour", "update", stem="What is missing is an"),
        question("image", "pod", "unit", stem="The scheduler places a(n)"),
        question("RPC", "REST call", "SLO", stem="What he means is an"),
        question("the pod", "the process", "Kubernetes", stem="What fails is:"),
        question("the pods", "the nodes", "the disks", stem="The tool restarts:"),
        question("image", "pod", "nodes", stem="Is it an image or a pod?"),
        question(stem="word " * 90),
    ],
)
def test_a_look_alike_of_a_fault_is_left_alone(good: Question) -> None:
    assert lint(good) == []


def test_a_question_of_kind_order_or_number_has_no_key_to_give_away() -> None:
    steps = ("Never wait", "Usually build the image of the service", "Test it")
    assert lint(question(*steps, keys=0, kind="order")) == []
    number = question(
        kind="number",
        answer=2,
        tolerance=0,
        unit="hours",
        because="A reason.",
        slips=({"value": 3, "because": "A reason."},),
    )
    assert lint(number) == []
