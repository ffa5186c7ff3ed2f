"""A duty judged: each thing owed under it, by when, and whether it was done in time.

A day is known only as from its beginning to its end. Where it depends on the hour whether something was in time, it is
undetermined. What is missing among the observations did not happen if they are complete up to that day, or if somebody
says that it did not; else it is undetermined.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple

from reassure.answers.accounts import AccountVerdict
from reassure.answers.compliance import Obligation
from reassure.treaty.agreement import Agreement, DutyTable
from reassure.treaty.moments import Instant, anniversary, on_day
from reassure.treaty.observations import Observation

__all__ = ["DutyHistory", "worst"]

_WORST: tuple[AccountVerdict, ...] = ("breached", "undetermined", "fulfilled")
_ONE = timedelta(days=1)


def worst(verdicts: Iterable[AccountVerdict]) -> AccountVerdict:
    """The verdict on a duty by those on all that is owed under it: one breach is a breach, whatever comes after."""
    found = set(verdicts)
    return next((v for v in _WORST if v in found), "not yet due")


class _Item(NamedTuple):
    """Something owed, and the day from which it counts as it stands."""

    day: date
    owed: Obligation


class DutyHistory:
    """A duty, with all that was seen of it; asked for any day."""

    def __init__(
        self, agreement: Agreement, duty: DutyTable, seen: Iterable[Observation], complete_to: date | None
    ) -> None:  # fmt: skip
        self._agreement = agreement
        self._duty = duty
        self._complete_to = complete_to
        known = list(seen)
        # Two who saw the same act saw one.
        done = {(o.on.first, o.on.last): o.on for o in known if o.done and o.on is not None}
        self._done = [done[k] for k in sorted(done)]
        self._days = [m.first.date() for m in self._done]
        # A day on which it was said that it had not been done, and from what moment that is sure.
        self._denied = sorted(o.on.first for o in known if o.done is False and o.on)
        self._items = self._finished(known)
        self._item_days = [item.day for item in self._items]
        # The worst of the first so many.
        self._so_far: list[AccountVerdict] = ["not yet due"]
        for item in self._items:
            self._so_far.append(worst((self._so_far[-1], item.owed.verdict)))

    def verdict(self, day: date) -> AccountVerdict:
        """On a day, by what had been seen by its end."""
        settled = self._so_far[bisect_right(self._item_days, day)]
        return worst((settled, *(o.verdict for o in self._pending(day))))

    def owed(self, day: date) -> list[Obligation]:
        """All that was owed up to a day, oldest first, and the next that is to come."""
        settled = [item.owed for item in self._items[: bisect_right(self._item_days, day)]]
        return [*settled, *self._pending(day)]

    def changes(self, on: date) -> list[date]:
        """Days on which it may change: when something was seen, and the days after something was due."""
        duty, start = self._duty, self._agreement.from_day
        days = {*self._days, *(d.date() for d in self._denied), *self._item_days}
        if duty.by is not None:
            days.add(_plus(duty.by, 1))
        if duty.every_days is not None:
            days |= {_plus(d, duty.every_days + 1) for d in (start, *self._days)}
        if duty.count_a_year is not None:
            turns = (anniversary(start, k) for k in range(1, max(2, on.year - start.year + 2)))
            days |= set(turns)
        return sorted(days)

    def _finished(self, known: list[Observation]) -> list[_Item]:
        """What was owed and is settled by something seen."""
        duty = self._duty
        if duty.before_h is not None:
            reports: dict[tuple[datetime, datetime], list[Observation]] = {}
            for o in sorted((o for o in known if o.event is not None), key=_order):
                if o.event is not None:
                    reports.setdefault((o.event.first, o.event.last), []).append(o)
            return [self._noticed(of_one, duty.before_h) for of_one in reports.values()]
        if duty.by is not None and self._done:
            owed = self._late_or_not(duty.by, self._done[0])
            if any(d >= self._done[0].last for d in self._denied):
                # One says that it was done, another that it was not.
                owed = replace(owed, verdict="undetermined", of="reports differ")
            return [_Item(self._days[0], owed)]
        if duty.every_days is None:
            return []
        out, since = [], self._agreement.from_day
        for moment, day in zip(self._done, self._days, strict=True):
            out.append(_Item(day, self._late_or_not(_plus(since, duty.every_days), moment)))
            since = max(since, day)
        return out

    def _pending(self, day: date) -> list[Obligation]:
        """What is open on a day."""
        duty, until = self._duty, self._agreement.until
        end = day if until is None else min(day, until)
        count = bisect_right(self._days, day)
        if duty.by is not None:
            return [] if count else [Obligation(duty.by.isoformat(), self._missing(duty.by, end))]
        if duty.every_days is not None:
            since = self._agreement.from_day if not count else max(self._agreement.from_day, self._days[count - 1])  # fmt: skip
            due = _plus(since, duty.every_days)
            # What would be due after the end is owed no more.
            return (
                []
                if until is not None and due > until
                else [Obligation(due.isoformat(), self._missing(due, end))]
            )
        return self._years(duty.count_a_year, end, count) if duty.count_a_year else []

    def _sure(self, due: date, by: date) -> bool:
        """Is it known by a day that what was due and not seen had not been done?"""
        if self._complete_to is not None and self._complete_to >= due:
            return True
        # Said after the last moment at which it would have been in time.
        k = bisect_left(self._denied, on_day(due).last)
        return k < len(self._denied) and self._denied[k].date() <= by

    def _missing(self, due: date, on: date) -> AccountVerdict:
        """Of what was not seen by the end of a day."""
        if on <= due:
            return "not yet due"
        return "breached" if self._sure(due, on) else "undetermined"

    def _late_or_not(self, due: date, done: Instant) -> Obligation:
        """Something done, beside the last day for it."""
        last = on_day(due).last
        if done.last <= last:
            return Obligation(due.isoformat(), "fulfilled", done.text)
        # Done late; that it had not been done before as well has to be known.
        late = done.first >= last and self._sure(due, done.first.date())
        if late or done.first < last:
            return Obligation(due.isoformat(), "breached" if late else "undetermined", done.text)
        # Whether it had been done in time nobody says: what was seen later was for later.
        return Obligation(due.isoformat(), "undetermined")

    def _noticed(self, reports: list[Observation], before_h: float) -> _Item:
        """Notice of one event by all reports of it; undetermined where they come to different verdicts."""
        found = [self._notice(o, before_h) for o in reports]
        if len({item.owed.verdict for item in found}) > 1:
            differ = replace(found[0].owed, verdict="undetermined", of=f"{found[0].owed.of}, of which reports differ")  # fmt: skip
            return _Item(found[0].day, differ)
        return found[0]

    def _notice(self, o: Observation, before_h: float) -> _Item:
        """Notice of one event: early enough by all that is known of both times?"""
        event, notice = o.event, o.notified
        if event is None:
            raise ValueError("no event")
        day, ahead = event.first.date(), timedelta(hours=before_h)
        exact = event.first == event.last
        due = (event.first - ahead).isoformat().replace("+00:00", "Z") if exact else f"{before_h:g} h before"  # fmt: skip
        verdict: AccountVerdict
        if notice is None or notice is False:
            known = notice is False or (self._complete_to is not None and day <= self._complete_to)
            verdict = "breached" if known else "undetermined"
        elif notice.last <= event.first - ahead:
            verdict = "fulfilled"
        else:
            verdict = "breached" if notice.first > event.last - ahead else "undetermined"
        return _Item(day, Obligation(due, verdict, notice.text if notice else None, f"event of {event.text}"))  # fmt: skip

    def _years(self, least: int, end: date, count: int) -> list[Obligation]:
        """So many in every year from the start, of those seen up to the end."""
        out = []
        year, start = 0, self._agreement.from_day
        while (first := anniversary(start, year)) <= end:
            last = anniversary(start, year + 1) - _ONE
            if self._agreement.until is not None and last > self._agreement.until:
                break  # a year that the agreement does not have whole
            low, high = bisect_left(self._days, first), min(bisect_right(self._days, last), count)
            done = max(high - low, 0)
            verdict: AccountVerdict = "fulfilled" if done >= least else self._missing(last, end)
            out.append(Obligation(last.isoformat(), verdict, of=f"{done} of {least} in the year from {first}"))  # fmt: skip
            year += 1
        return out


def _order(o: Observation) -> tuple[datetime, str]:
    return (o.event.first if o.event else datetime.max.replace(tzinfo=UTC)), o.id


def _plus(day: date, days: int) -> date:
    return date.max if (date.max - day).days <= days else day + timedelta(days=days)
