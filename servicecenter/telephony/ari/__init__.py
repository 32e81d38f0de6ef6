"""Asterisk, spoken to over its REST interface; the only room that knows it."""
