"""What operators count of assessments; the site shows it at /metrics."""

from prometheus_client import Counter

ANSWERS = Counter("waymark_answers_stored", "Answers to questions that were stored.")
