"""An attack is one episode from onset to end: pain over time, what it felt like, aura, prodrome, effect.

Terms and fields follow ICHD-3 and the numeric rating scale 0-10. A pain reading and an aura are records of
their own that name their attack; an aura may stand alone, without headache.
"""
