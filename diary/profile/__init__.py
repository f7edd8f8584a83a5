"""A profile is what a patient brings to the first consultation, and what stays true from one infusion to the next.

The patient fills it in at home and the clinic completes it: there is one, both write it, and its revisions are its
dated versions. A contraindication in it is asked about again before every infusion.
"""
