"""Drills: what an operator does on a bad day, done on a site of their own and measured."""
