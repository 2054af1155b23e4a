"""The measure that the site is held against: Django and nothing else, on the same database, users and server."""
