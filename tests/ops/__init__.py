"""Running the site: what it tells about itself, and what it is run with."""
