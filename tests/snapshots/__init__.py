"""Databases of earlier versions with a few people in them: what every later version has to migrate."""
