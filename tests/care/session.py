"""Signs Anna in on the site of DATABASE_URL and prints her session: python -m tests.care.session"""

import django

if __name__ == "__main__":
    django.setup()

from assessment.models import User
from tests import factories

if __name__ == "__main__":
    print(factories.signed_in(User.objects.get(email="anna@example.org")).session.session_key)
