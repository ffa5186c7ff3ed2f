"""Reading the catalogue: what is looked up, what is said of what is not there, and what breaks it."""

from __future__ import annotations

import shutil
from importlib.resources import files
from pathlib import Path

import pytest

from reassure.catalog import Base, Booster, Catalog, Entry, Interceptor, Site, catalog, loader
from reassure.errors import CatalogError


def sites(count: int) -> Catalog:
    """A catalogue of so many sites and one booster."""
    place = {
        "latitude_deg": 1.0,
        "longitude_deg": 2.0,
        "kind": "s",
        "name": "n",
        "status": "assumed",
    }
    held: list[Entry] = [Site.model_validate({"id": f"place-{i}", **place}) for i in range(count)]
    boost = {"burnout_time_s": 100, "burnout_height_km": 100, "downrange_km": 100}
    held.insert(0, Booster.model_validate({"id": "b", "name": "n", "status": "assumed", **boost}))
    return Catalog({entry.id: entry for entry in held})


# -- looking up -----------------------------------------------------------------------------------


def test_entries_of_a_kind_in_the_catalogues_order() -> None:
    """None of another kind; all where all are asked for."""
    known = sites(3)
    assert [s.id for s in known.of(Site)] == ["place-0", "place-1", "place-2"]
    assert known.of(Base) == []
    assert known.of(Entry) == list(known.entries.values())


def test_an_entry_is_found_by_its_id() -> None:
    """Of the kind that is wanted, or of whatever kind."""
    known = sites(2)
    assert known.get("place-1", Site, "site") is known.find("place-1") is known.entries["place-1"]


@pytest.mark.parametrize(
    ("count", "name", "said"),
    [
        (3, "place-9", "no site \"place-9\" in the catalogue; did you mean place-"),
        (3, "xyz", 'no site "xyz" in the catalogue; allowed: place-0, place-1, place-2'),
        (15, "xyz", "place-13, place-14"),
        (16, "xyz", 'no site "xyz" in the catalogue; allowed: see: reassure catalog'),
        (3, "b", 'no site "b" in the catalogue; allowed: place-0, place-1, place-2'),
        (3, "", 'no site "" in the catalogue'),
        (3, 'x"y\n', r'no site "x\"y\n" in the catalogue'),
    ],
)  # fmt: skip
def test_an_unknown_id_gets_the_nearest_of_its_kind_or_all_of_them(
    count: int, name: str, said: str
) -> None:
    """All up to fifteen; in one line whatever is in the id; an id of another kind is none."""
    with pytest.raises(CatalogError) as caught:
        sites(count).get(name, Site, "site")
    assert said in str(caught.value)
    assert str(caught.value).isprintable()


def test_an_unknown_id_of_no_kind_gets_the_nearest_of_all() -> None:
    """Or all, where there are few."""
    with pytest.raises(
        CatalogError, match=r'no entry "place" in the catalogue; did you mean place-'
    ):
        sites(3).find("place")
    with pytest.raises(CatalogError, match=r"allowed: b, place-0, place-1"):
        sites(2).find("zzz")
    with pytest.raises(CatalogError, match="allowed: see: reassure catalog"):
        sites(15).find("zzz")


@pytest.mark.parametrize(("letters", "shown"), [(58, 60), (59, 60), (10_000, 60)])
def test_a_long_id_is_cut(letters: int, shown: int) -> None:
    """Sixty signs with its marks are whole; of a longer one the beginning stands."""
    with pytest.raises(CatalogError) as caught:
        sites(1).find("x" * letters)
    quoted = str(caught.value).removeprefix("no entry ").partition(" in the catalogue")[0]
    assert len(quoted) == shown
    assert quoted.endswith("...") == (letters > 58)


# -- reading --------------------------------------------------------------------------------------


@pytest.fixture
def copied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the catalogue's files, which is read instead of them."""
    source = Path(str(files("reassure.catalog"))) / "data"
    shutil.copytree(source, tmp_path / "data")
    monkeypatch.setattr(loader, "files", lambda package: tmp_path)
    return tmp_path / "data"


def swap(file: Path, old: str, new: str) -> None:
    """Change one piece of a file."""
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


def read_again() -> Catalog:
    """The catalogue, not from the cache."""
    return catalog.__wrapped__()


def test_a_copy_is_the_catalogue(copied: Path) -> None:
    """Entry for entry, in the same order; and it is read once."""
    assert read_again() == catalog()
    assert list(read_again().entries) == list(catalog().entries)
    assert catalog() is catalog()


def test_one_id_for_two_entries_is_refused(copied: Path) -> None:
    """Of whatever kinds: a look-up by id has one answer."""
    swap(copied / "sites.toml", 'id = "redzikowo"', 'id = "kozelsk"')
    with pytest.raises(CatalogError, match=r"^sites.toml: id kozelsk is used twice$"):
        read_again()


def test_an_entry_that_breaks_its_schema_is_named_with_its_file(copied: Path) -> None:
    """And what is wrong with it."""
    swap(copied / "interceptors.toml", "burnout_speed_km_s", "burnout_sped_km_s")
    with pytest.raises(CatalogError, match=r"^interceptors.toml: .*: ") as caught:
        read_again()
    assert "did you mean burnout_speed_km_s?" in str(caught.value)


def test_an_entry_without_an_id_is_refused(copied: Path) -> None:
    """Though there is no name to call it by."""
    swap(copied / "bases.toml", 'id = "kozelsk"\n', "")
    with pytest.raises(CatalogError, match=r"^bases.toml: None: .*"):
        read_again()


def test_two_kinds_of_sensor_stand_in_one_file() -> None:
    """Each is read as its own kind."""
    kinds = {type(e).__name__ for e in catalog().entries.values()}
    assert {"Radar", "Infrared", "NotionalVehicle"} <= kinds
    assert len(catalog().of(Interceptor)) < len(catalog().entries)
