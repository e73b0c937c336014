"""Which cells of a day's open data are hidden: so that neither a small count, nor one that a day's sum gives
away, is told.

A cell is the count of one service on one day of an office. Days are decided on one by one: what is hidden
of a day never depends on which days somebody asks for, or when, so that no answer betrays another.
Primary and secondary suppression: Hundepool et al., Statistical Disclosure Control (2012), chapter 4.
"""

from __future__ import annotations

from collections.abc import Mapping


def hidden(counts: Mapping[str, int], least: int) -> frozenset[str]:
    """The keys whose counts of a day are not told. Counts below `least`, except 0, are small.

    Whoever knows the sum of the day, every count that is told, and that a hidden count is at least 1, is left
    with at least `least` values for every hidden count. A day of too few people for that is hidden whole, its
    zeros too; whether it is depends on its sum alone.
    """
    whole = sum(counts.values())
    small = {key for key, count in counts.items() if 0 < count < least}
    if least == 1 or not whole:
        return frozenset()
    if whole < least + len(counts) - 1:
        return frozenset(counts)
    hides = set(small)
    for _, key in sorted((count, key) for key, count in counts.items() if count >= least):
        # A large one always goes with the small ones, so that nobody knows that all of them are small.
        if not hides or (hides != small and sum(counts[one] for one in hides) >= len(hides) - 1 + least):
            break
        hides.add(key)
    return frozenset(hides)
