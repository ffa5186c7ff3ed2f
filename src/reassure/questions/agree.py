"""What an agreement buys: what its limits guarantee, what they cost in protection, how far they can be seen, and the chain."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import KW_ONLY, dataclass, replace
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from numpy.typing import NDArray

from reassure.answers.assessment import Assessment
from reassure.answers.bargain import (
    Bargain,
    Chain,
    HeldDeployment,
    PairBargain,
    Protection,
    SeenLimit,
)
from reassure.answers.footprint import Footprint
from reassure.answers.proof import REACHABLE, UNDECIDED, UNREACHABLE, PairVerdict, place_of
from reassure.catalog.figure import Figure
from reassure.catalog.used import FigureUsed
from reassure.claim.from_scenario import ClaimQuestion, claim_with_refused
from reassure.engagement.held import held_deployment
from reassure.errors import ClaimError, ScenarioError
from reassure.machine.files import make_folder
from reassure.options import spread
from reassure.proof.deployments import certificate_of
from reassure.proof.examined import examined
from reassure.proof.limit import find_limit
from reassure.questions.assess import assess
from reassure.questions.footprint import footprint
from reassure.questions.uncertain import accuracy_of
from reassure.scenario import Scenario
from reassure.scenario.change import put_at
from reassure.scenario.forces import faces_of
from reassure.scenario.hand import title_with
from reassure.scenario.lookup import every_base, interceptor_named
from reassure.scenario.model import DeploymentTable
from reassure.scenario.reader import fingerprint
from reassure.treaty.agreement import MEASURED, UNITS, Agreement, LimitTable
from reassure.treaty.applied import BESIDE, AppliedLimits, applied, permitted
from reassure.treaty.beliefs import NormalKnowledge
from reassure.treaty.reading import read_agreement, scenario_of
from reassure.treaty.scope import limited
from reassure.treaty.wording import limit_words, watched_words
from reassure.typing import Progress, quiet
from reassure.words.digits import digits_of

__all__ = ["AgreeQuestion", "agree"]


@dataclass(frozen=True)
class AgreeQuestion:
    """What is asked of an agreement.

    `agreement`: a file, or the name of one that comes with the package. `certified`: look for proofs; `certificates`: a
    folder to keep them in, where they are found again. `find_limit`: also the greatest speed that is proved, some ten
    seconds for a base. `protect`, `against`: a region and a regional missile, by their ids; None: no protection is worked out;
    `cells`: of a footprint, along its longer side, 4 to 1,000. `progress` is called with (steps done, in all).
    """

    agreement: str | Path
    _: KW_ONLY
    certified: bool = True
    certificates: str | Path | None = None
    find_limit: bool = False
    protect: str | None = "western-europe"
    against: str = "irbm-4000"
    cells: int = 24
    progress: Progress | None = None


@spread(AgreeQuestion)
def agree(asked: AgreeQuestion) -> Bargain:
    """What an agreement buys.

    Takes the fields of AgreeQuestion as its arguments. Raises InputError in one line for what cannot be used.
    """
    agreement = read_agreement(asked.agreement)
    return _Work(asked, agreement, scenario_of(agreement, asked.agreement)).bargain()


_ORDER = (UNREACHABLE, UNDECIDED, REACHABLE)


class _Work:
    """An agreement, its scenario, and what the limits make of it."""

    def __init__(self, asked: AgreeQuestion, agreement: Agreement, scenario: Scenario) -> None:
        self._asked, self._agreement, self._scenario = asked, agreement, scenario
        self._tell = asked.progress or quiet
        self._applied = applied(agreement, scenario)
        self._allowed = [a for a in self._applied if not a.banned]
        self._permitted = permitted(self._applied, scenario)
        proofs = 2 * len(self._allowed) if asked.certified else 0
        covers = 2 * len(self._applied) if asked.protect else 0
        self._total, self._done = 2 + proofs + covers, 0
        self._sources: dict[str, FigureUsed] = {}

    def _step(self) -> None:
        self._done += 1
        self._tell(min(self._done, self._total), self._total)

    def bargain(self) -> Bargain:
        """All of it."""
        self._tell(0, self._total)
        planned = assess(self._scenario)
        self._step()
        self._note(planned.sources)
        kept = assess(self._permitted) if self._permitted else None
        self._step()
        names = dict(zip((d.id for d in planned.deployments), planned.deployment_names, strict=True))  # fmt: skip
        seen = [s for limit in self._agreement.limit for s in self._seen(limit)]
        pairs, chains = self._proofs(seen) if self._asked.certified else ([], [])
        pairs = [replace(p, base_name=planned.place_names.get(p.base, p.base)) for p in pairs]
        share = _out_of_all(planned)
        protection = self._protection() if self._asked.protect else None
        return Bargain(
            reassure_version=version("reassure"),
            agreement=self._agreement.title,
            scenario=self._scenario.title,
            scenario_sha256=fingerprint(self._scenario),
            certified=self._asked.certified,
            flights=planned.flights.base.size,
            guaranteed=_guaranteed(planned, pairs) if self._asked.certified else None,
            planned_out_of_reach=share,
            kept_out_of_reach=1.0 if kept is None else _out_of_all(kept),
            deployments=tuple(self._held(a, names[a.deployment.id], pairs) for a in self._applied),
            pairs=tuple(pairs),
            protection=protection,
            seen=tuple(seen),
            chains=tuple(chains),
            promises=tuple(limit_words(x) for x in self._agreement.limit if not x.means),
            watched=tuple(
                filter(None, (watched_words(x, self._agreement) for x in self._agreement.limit))
            ),
            elsewhere=tuple(map(limit_words, filter(self._open_place, self._agreement.limit)))
            if self._asked.certified
            else (),
            beside=tuple(limit_words(x) for x in self._agreement.limit if x.subject in BESIDE),
            sources=tuple(self._sources.values()),
        )

    def _open_place(self, limit: LimitTable) -> bool:
        """Does it allow places that no proof covers? A proof covers a site's own point, and the whole of a sea area."""
        if limit.place is None or limit.place.inside is None:
            return False
        standing = {a.deployment.id for a in self._allowed}
        under = [d for d in limited(limit, self._scenario) if d.id in standing]
        return not under or any(d.area != limit.place.inside for d in under)

    def _note(self, sources: Iterable[FigureUsed]) -> None:
        """Figures of the plan that were used, each once."""
        for figure in sources:
            self._sources.setdefault(figure.key, figure)

    def _held(self, a: AppliedLimits, name: str, pairs: Sequence[PairBargain]) -> HeldDeployment:
        before, after = _figures(a.deployment), _figures(a.permitted())
        mine = [p.verdict for p in pairs if p.deployment == a.deployment.id]
        shown = (None, None, None) if a.banned else after
        return HeldDeployment(
            id=a.deployment.id,
            name=name,
            banned=a.banned,
            planned_burnout_speed_km_s=before[0],
            permitted_burnout_speed_km_s=shown[0],
            planned_divert_km_s=before[1],
            permitted_divert_km_s=shown[1],
            planned_launch_delay_s=before[2],
            permitted_launch_delay_s=shown[2],
            proved=mine.count(UNREACHABLE),
            reachable=mine.count(REACHABLE),
            undecided=mine.count(UNDECIDED),
        )

    def _seen(self, limit: LimitTable) -> Iterable[SeenLimit]:
        """How far a limit can be seen to be kept, by each of its means that has an accuracy."""
        if limit.subject not in MEASURED:
            return
        bound, risk = limit.figure, self._agreement.risk_of(limit)
        at, way = bound.limit, 1.0 if bound.upper else -1.0
        for name in limit.means:
            table = self._agreement.means_of(name)
            if table is None:
                continue
            told = SeenLimit(limit.id, limit_words(limit), table.name or name, UNITS[limit.subject], at, None, None, None, None)  # fmt: skip
            if table.radar is not None:
                told = replace(
                    told, burnout_time_uncertainty_s=table.burnout_time_uncertainty_s or 0.0
                )
            found = accuracy_of(table, limit, self._scenario)
            if isinstance(found, str):
                yield replace(told, reason=found)
                continue
            u = found.whole
            error = NormalKnowledge(0.0, u)
            alarm, missed = error.guard(risk.false_alarm), error.guard(risk.missed_breach)
            seen = at + way * (alarm + missed)
            if seen < 0.0:
                yield replace(told, standard_uncertainty=u, reason=f"with {u:.2g} {told.unit} no breach can be found out at the agreed risks")  # fmt: skip
                continue
            yield replace(
                told,
                standard_uncertainty=u,
                accused_beyond=at + way * alarm,
                seen_beyond=seen,
                cleared_up_to=at - way * (alarm + missed),
            )

    def _proofs(self, seen: Sequence[SeenLimit]) -> tuple[list[PairBargain], list[Chain]]:
        """What the limits guarantee; and, for the best means of each, what is left of it where a side goes as far as they miss."""
        with TemporaryDirectory() as scratch:
            keep = self._asked.certificates
            folder = Path(keep) if keep is not None else Path(scratch)
            make_folder(folder, parents=True)
            best = _best(seen)
            pairs: list[PairBargain] = []
            for a in self._allowed:
                mine = self._pairs(a, folder, keep is not None, {})
                self._step()
                beyond = {
                    s_key: s.seen_beyond
                    for s_key, s in ((k, best.get(a.by.get(k, ""))) for k in a.figures)
                    if s is not None and s.seen_beyond is not None
                }
                if beyond and any(p.verdict == UNREACHABLE for p in mine):
                    unseen = {p.base: p.verdict for p in self._pairs(a, folder, False, beyond)}
                    mine = [replace(p, unseen_verdict=unseen.get(p.base)) for p in mine]
                self._step()
                pairs += mine
        bearing = {limit for a in self._allowed for limit in a.by.values()}
        chains = [s for s in best.values() if s.seen_beyond is not None and s.limit in bearing]
        return pairs, [self._chain(s, pairs) for s in chains]

    def _pairs(self, a: AppliedLimits, folder: Path, named: bool, beyond: dict[str, float]) -> list[PairBargain]:  # fmt: skip
        """A deployment against each base: what the checker accepts of the certificate, in `folder`. `beyond`: figures that
        take the place of its limits.
        """
        held = "the figures at which a breach is found out" if beyond else "its limits as figures"
        one = put_at(self._scenario, ["deployment"], [a.permitted(beyond)])
        # What the other side reads in the certificate: it is of the agreement, and not of the plan.
        one = put_at(one, ["title"], title_with(self._agreement.title, [held]))
        stem = "beyond-limit" if beyond else "at-limit"
        path, refused = certificate_of(one, a.deployment.id, folder, stem)
        if path is None:
            reason = "no claim can be made of it: its delay follows from sensing, or flights are beyond the theorem's reach"
            bases = every_base([one.force[k] for k in faces_of(one.force, one.deployment[0])])
            return [
                PairBargain(a.deployment.id, b, b, UNDECIDED, None, None, reason) for b in bases
            ]
        found: Sequence[PairVerdict] = examined(path, closely=False).pairs
        shown = path.name if named else None
        # A base of which some flights are refused is not proved, whatever becomes of the others.
        # In several forces its worst verdict counts.
        worst: dict[str, PairVerdict] = {}
        for p in found:
            base = place_of(p.base)
            had = worst.get(base)
            if had is None or _ORDER.index(p.verdict) > _ORDER.index(had.verdict):
                worst[base] = p
        pairs = [
            PairBargain(a.deployment.id, base, base, p.verdict, None, shown, p.reason)
            for base, p in worst.items()
            if base not in refused
        ]
        return pairs + [
            PairBargain(a.deployment.id, b, b, UNDECIDED, None, None, why)
            for b, why in refused.items()
        ]

    def _chain(self, s: SeenLimit, pairs: Sequence[PairBargain]) -> Chain:
        """From a limit to what can be missed, to what is proved."""
        limit = next(x for x in self._agreement.limit if x.id == s.limit)
        under = {a.deployment.id for a in self._allowed if s.limit in a.by.values()}
        proved = [p for p in pairs if p.deployment in under and p.verdict == UNREACHABLE]
        still = [p for p in proved if p.unseen_verdict == UNREACHABLE]
        sought = self._asked.find_limit and limit.subject == "burnout_speed_km_s"
        greatest, why = self._greatest(under) if sought else (None, None)
        spare = None if greatest is None or s.seen_beyond is None else greatest - s.seen_beyond
        times = 1.0 / self._agreement.risk_of(limit).missed_breach
        odds = f"{times - 1:.0f} of {times:.0f} observations" if abs(times - round(times)) < 1e-9 else f"{1 - 1 / times:.1%} of observations"  # fmt: skip
        more = "more" if limit.figure.upper else "less"
        u = s.standard_uncertainty or 0.0
        digits = digits_of(u)
        words = (
            f"Held to {s.at:g} {s.unit} and watched ({s.means}; standard uncertainty {u:.2g} {s.unit}{s.moment}), {more} than "
            f"{s.seen_beyond:.{digits}f} {s.unit} is found out in {odds}. "
        )
        if why is not None:
            words += f"No greatest speed is proved harmless: {why}. "
        if greatest is not None and greatest < s.at:
            words += f"Proved harmless is {greatest:.2f} {s.unit}, which is less than the limit: it is not proved."
        elif greatest is not None and spare is not None and spare < 0.0:
            words += f"{greatest:.2f} {s.unit} is proved harmless: a breach of this limit that can be missed may do harm."
        elif greatest is not None:
            words += f"{greatest:.2f} {s.unit} is proved harmless: the guarantee has {spare:.2f} {s.unit} to spare."
        elif not proved:
            words += "Nothing is proved even at the limit."
        elif len(still) == len(proved):
            words += f"All that is proved at the limit ({len(proved)} pairs of deployment and base) is proved there too: a breach of this limit that can be missed does no harm."
        else:
            words += f"Of {len(proved)} pairs of deployment and base that are proved at the limit, {len(still)} are proved there: a breach of this limit that can be missed may do harm."
        return Chain(s.limit, s.means, words, len(still), len(proved), greatest, spare)

    def _greatest(self, under: set[str]) -> tuple[float | None, str | None]:
        """The greatest burnout speed that is proved for every base and deployment under a limit; None, and why."""
        tables = [a.permitted() for a in self._allowed if a.deployment.id in under]
        one = put_at(self._scenario, ["deployment"], tables)
        try:
            claim, refused = claim_with_refused(ClaimQuestion(one))
        except (ClaimError, ScenarioError) as error:
            return None, str(error)
        if refused:
            return None, "; ".join(dict.fromkeys(str(r.error) for r in refused))
        found = find_limit(claim, "speed")[1]
        speeds = [x.proved for x in found if x.proved is not None]
        if not speeds or len(speeds) < len(found):
            told = f"there is one for {len(speeds)} of {len(found)} pairs of deployment and base"
            return None, told
        return min(speeds), None

    def _protection(self) -> Protection | None:
        """What the deployments together could protect, before and after."""
        region, missile = self._asked.protect or "", self._asked.against
        before, after, rows, left = [], [], [], []
        for a in self._applied:
            name = a.deployment.id
            if interceptor_named(a.deployment.interceptor).vehicle is None:
                left.append(f"{name}: its interceptor has no vehicle")
                self._step()
                self._step()
                continue
            planned, sources = self._covered(self._scenario, name)
            self._note(sources)
            self._step()
            kept = np.zeros_like(planned)
            table = None if a.banned else _kept(a)
            if isinstance(table, str):
                left.append(f"{name}: {table}")
            elif table is not None:
                same = table == a.deployment
                kept = planned if same else self._covered(put_at(self._scenario, ["deployment"], [table]), name)[0]  # fmt: skip
            self._step()
            before.append(planned)
            after.append(kept)
            rows.append((name, float(planned.mean()), float(kept.mean())))
        if not rows:
            return None
        together = [float(np.any(c, axis=0).mean()) for c in (before, after)]
        return Protection(region, missile, together[0], together[1], tuple(rows), tuple(left))

    def _covered(self, scenario: Scenario, deployment: str) -> tuple[NDArray[np.bool_], Sequence[FigureUsed]]:  # fmt: skip
        """Of the cells of the region that the missile reaches, which a deployment could protect; and by which figures."""
        found: Footprint = footprint(
            scenario, deployment=deployment, against=self._asked.against, protect=self._asked.protect, cells=self._asked.cells
        )  # fmt: skip
        covered = found.covered()[found.threatened()]
        if not covered.size:
            raise ScenarioError(f"no missile {self._asked.against} reaches {self._asked.protect}; allowed: a region within its range")  # fmt: skip
        return covered, found.sources


def _figures(table: DeploymentTable) -> tuple[float, float, float | None]:
    """Burnout speed and divert (km/s), and launch delay (s; None: sensed)."""
    interceptor = interceptor_named(table.interceptor)
    delay = table.launch_delay_s
    return (
        interceptor.burnout_speed_km_s.value,
        interceptor.divert_km_s.value,
        delay.value if isinstance(delay, Figure) else None,
    )


def _kept(a: AppliedLimits) -> DeploymentTable | str | None:
    """A deployment as it would be built under the limits: as planned where that keeps them; its vehicle held to a lower speed
    by more payload. In words, why it cannot be made.
    """
    planned = _figures(a.deployment)
    names = ("burnout_speed_km_s", "divert_km_s", "launch_delay_s")
    narrower = {
        n: a.figures[n]
        for n, had in zip(names, planned, strict=True)
        if n in a.figures and (had is None or (a.figures[n] > had if n == "launch_delay_s" else a.figures[n] < had))
    }  # fmt: skip
    if not narrower:
        return a.deployment
    lower = replace(a, figures=narrower)
    table = lower.permitted()
    return held_deployment(table) if "burnout_speed_km_s" in narrower else table


def _best(seen: Sequence[SeenLimit]) -> dict[str, SeenLimit]:
    """Of each limit the means that see it best."""
    out: dict[str, SeenLimit] = {}
    for s in seen:
        if s.standard_uncertainty is None:
            continue
        had = out.get(s.limit)
        if had is None or s.standard_uncertainty < (had.standard_uncertainty or 0.0):
            out[s.limit] = s
    return out


def _out_of_all(result: Assessment) -> float:
    """The share of flights out of reach of every ideal interceptor that faces them."""
    # A pair that does not face each other has no margin (NaN); one without an arc an infinite one.
    reached = np.nan_to_num(result.pairs.margin_km_s, nan=np.inf) <= 0.0
    return float(1.0 - reached.any(axis=0).mean())


def _guaranteed(planned: Assessment, pairs: Sequence[PairBargain]) -> float:
    """The share of the flights whose base is proved out of reach of every deployment that may stand."""
    lost = {p.base for p in pairs if p.verdict != UNREACHABLE}
    return float(np.mean([str(b) not in lost for b in planned.flights.base.tolist()]))
