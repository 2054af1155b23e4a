"""What a cohort's page costs with 500 and with 5,000 learners: `python -m tests.bench.heatmap`."""

import re

from tests.bench.timed_pages import on_a_database, opened

SIZES = (500, 5000)
PANELS = {
    "levels": 'COUNT\\(.*FROM "assessment_domainresult"',
    "misconceptions": 'COUNT\\(.*FROM "assessment_response"',
}


def measure() -> None:
    """Print what the page takes when it counts anew, what when it shows what was counted, and the queries of its panels."""
    # What reads models can be imported only after Django is set up.
    from assessment.core.stopping import Length
    from roadmap.models import CohortSnapshot
    from tests import crowds, factories

    of = crowds.samples(length=Length.STANDARD)
    for number in SIZES:
        lead = factories.user(email=f"lead-of-{number}@example.org")
        group = factories.cohort(lead)
        learners = crowds.people(number, first=number)
        crowds.results(learners, of)
        crowds.join(group, learners)
        client, address = factories.signed_in(lead), f"/cohorts/{group.pk}/"
        client.get("/map/")  # fills what is kept of the content
        forget = CohortSnapshot.objects.all().delete
        counted = opened(client, address, again=forget)
        print(counted.line(f"{number} learners, counted"))
        print(opened(client, address).line(f"{number} learners, shown"))
        for panel, query in PANELS.items():
            aggregates = [sql for sql in counted.queries if re.search(query, sql, re.DOTALL)]
            print(f"  {panel}: {len(aggregates)} aggregate query")


def main() -> None:
    on_a_database(measure)


if __name__ == "__main__":
    main()
