"""Figures with their definitions, for supervisors and for each municipality.

board.py   what is at risk now, and what was kept this month, per municipality
"""
