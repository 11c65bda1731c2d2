"""The histories of the bundled procedures, each run once for all tests."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest
from cli.terminal import Terminal, stand_in

from .housing_run import run_housing
from .kept import kept_history
from .people_run import People, run_people
from .property_run import run_property
from .relief_after_run import run_aftermath
from .relief_run import run_relief
from .running import History
from .selfbuilt_run import run_selfbuilt
from .tax_run import run_tax
from .telling import Told
from .unlawful_run import run_unlawful


@pytest.fixture(scope="session")
def history(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> History:
    """A store in which the whole script has happened; tests only look at it, or are refused."""
    return kept_history(tmp_path_factory, worker_id, "housing", run_housing)


@pytest.fixture(scope="session")
def campaign(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> History:
    """A store in which the whole script of the self-built houses has happened."""
    return kept_history(tmp_path_factory, worker_id, "selfbuilt", run_selfbuilt)


@pytest.fixture(scope="session")
def inspection(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> History:
    """A store in which the inspection of unlawful construction has happened, until September."""
    return kept_history(tmp_path_factory, worker_id, "unlawful", run_unlawful)


@pytest.fixture(scope="session")
def tax(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> History:
    """A store in which a year of filings has happened; tests only look at it, or are refused."""
    return kept_history(tmp_path_factory, worker_id, "tax", run_tax)


@pytest.fixture
def shell(tmp_path: Path) -> Terminal:
    """A shell in an empty store of this test's own."""
    shell = stand_in(tmp_path / "office", tmp_path)
    shell.done("init")
    return shell


@pytest.fixture(scope="session")
def relief(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> History:
    """A store in which the flood, the drought and the rest of the relief have happened."""
    return kept_history(tmp_path_factory, worker_id, "relief", run_relief)


@pytest.fixture(scope="session")
def aftermath(
    tmp_path_factory: pytest.TempPathFactory, worker_id: str, relief: History
) -> dict[str, History]:
    """What came after the flood, by procedure, in one store."""
    build = partial(run_aftermath, relief.shell)
    return kept_history(tmp_path_factory, worker_id, "aftermath", build)


@pytest.fixture(scope="session")
def people(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> People:
    """A store in which a year of officers, bulletins, meetings and releases has happened."""
    return kept_history(tmp_path_factory, worker_id, "people", run_people)


@pytest.fixture(scope="session")
def compounds(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Told:
    """A store in which the four years of the compounds have been told."""
    return kept_history(tmp_path_factory, worker_id, "compounds", run_property)
