"""A procedure checked whole: every problem at once, each with its line.

Each trade has its module: ids and the plain parts, the flow of states, the
people who sign, the clocks, what is counted, and the conditions everywhere.
"""

from __future__ import annotations

from collections.abc import Mapping

from zltrec.procedure.check_clocks import check_clocks
from zltrec.procedure.check_fields import check_fields
from zltrec.procedure.check_filings import check_filings
from zltrec.procedure.check_flow import check_flow
from zltrec.procedure.check_forms import check_forms
from zltrec.procedure.check_ids import check_ids
from zltrec.procedure.check_ledgers import check_ledgers
from zltrec.procedure.check_lists import check_lists
from zltrec.procedure.check_parts import check_parts
from zltrec.procedure.check_periods import check_periods
from zltrec.procedure.check_release import check_release
from zltrec.procedure.check_staffing import check_staffing
from zltrec.procedure.check_standing import check_standing
from zltrec.procedure.check_steps import check_steps
from zltrec.procedure.definition import Definition
from zltrec.procedure.source import Problem, Source
from zltrec.procedure.survey import Survey

_CHECKS = (
    check_ids,
    check_fields,
    check_flow,
    check_steps,
    check_staffing,
    check_clocks,
    check_periods,
    check_standing,
    check_lists,
    check_filings,
    check_ledgers,
    check_forms,
    check_release,
    # The last: which figures are used, only the others know.
    check_parts,
)


def check_definition(source: Source, others: Mapping[str, Definition]) -> list[Problem]:
    """What is wrong with a procedure, by line; empty if it can be adopted.

    `others` are the procedures in force, by id, that `ref` fields may name.
    """
    survey = Survey(source, others)
    for check in _CHECKS:
        check(survey)
    return sorted(survey.problems.values(), key=lambda problem: problem.line)
