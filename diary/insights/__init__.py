"""Insights turn a diary's rows into plain values, analysis, and the figures, tables and sentences of a screen.

What is counted is counted in `analysis`; what is drawn is drawn in `charts`. Here the two meet the database.
"""
