"""Lull: a migraine diary that knows about infusions and is honest about silent days."""
