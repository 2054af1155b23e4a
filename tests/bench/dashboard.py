"""What a mentor's list costs with 50 and with 500 mentees of ten assessments each: `python -m tests.bench.dashboard`."""

from tests.bench.timed_pages import on_a_database, opened

SIZES = (50, 500)
EACH = 10  # assessments of one mentee
MENTEES = "/mentor/"


def measure() -> None:
    """Print the queries, bytes and milliseconds of the list: with nothing in memory, and once more."""
    # What reads models can be imported only after Django is set up.
    from assessment.core.stopping import Length
    from roadmap import comparing
    from tests import crowds, factories

    of = crowds.samples(length=Length.STANDARD)
    for number in SIZES:
        mentor = factories.user(email=f"mentor-of-{number}@example.org")
        learners = crowds.people(number, first=number)
        crowds.results(learners, of, each=EACH)
        crowds.mentees(learners, mentor)
        client = factories.signed_in(mentor)
        client.get(f"{MENTEES}?q=nobody")  # fills what is kept of the content
        forget = comparing._known_losses.clear
        forget()
        first = opened(client, MENTEES, again=forget)
        print(first.line(f"{number} mentees, the first time"))
        print(opened(client, MENTEES).line(f"{number} mentees, again"))


def main() -> None:
    on_a_database(measure)


if __name__ == "__main__":
    main()
