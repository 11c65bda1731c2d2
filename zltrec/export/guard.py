"""Where an export may write: never into a store, and never over what somebody else wrote."""

from __future__ import annotations

from collections.abc import Callable, Collection
from pathlib import Path

from zltrec.errors import BadUsage, Refused
from zltrec.store.folder import StoreFolder


def outside_stores(place: Path, store: Path | None) -> None:
    """Raises BadUsage for a file or folder within a store's folder, or that holds one: this
    `store` (None: it is not known yet), or another right in it."""
    real = place.resolve()
    within = (one for one in (real, *real.parents) if _is_store(one))
    own = () if store is None else (store.resolve(),)
    holding = (one for one in (*own, *_stores_in(real)) if one.is_relative_to(real))
    for found in (*within, *holding):
        raise BadUsage(
            "{path} is not for exports: there is the store {store}; name another place",
            path=place,
            store=found,
        )


def not_others(place: Path, is_ours: Callable[[Path], bool]) -> None:
    """Raises BadUsage for a file to be replaced that holds something which is not ours."""
    if place.is_dir() or (place.exists() and place.stat().st_size and not is_ours(place)):
        raise BadUsage(
            "{path} was not written by zltrec; move it away, or name another file", path=place
        )


def none_of_others(folder: Path, names: Collection[str], ours: Collection[str]) -> None:
    """Raises Refused if files of these names are in the folder, and are not those of the export
    before (`ours`)."""
    for name in sorted(set(names) - set(ours)):
        if (folder / name).exists():
            raise Refused(
                "{path} is not of the export before; move it away, or export to another folder",
                path=folder / name,
            )


def _is_store(folder: Path) -> bool:
    return StoreFolder(folder).log.exists()


def _stores_in(folder: Path) -> list[Path]:
    try:
        return [one for one in folder.iterdir() if one.is_dir() and _is_store(one)]
    except OSError:  # what cannot be looked at is not written to either
        return []
