"""Drives the real server from outside: a class, crashes, outages, hostile input, and what an answer costs."""
