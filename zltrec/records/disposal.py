"""The disposal of personal values: deleted for good, by an approval; the log still verifies."""

from __future__ import annotations

from zltrec.domain.case_events import PersonalDisposed
from zltrec.errors import Refused
from zltrec.records.approvals import require_approval
from zltrec.records.authority import setting
from zltrec.records.case_desk import CaseDesk
from zltrec.records.cases import CaseWritten, record_fact
from zltrec.records.work import Work

ACTION = "dispose"


def dispose_personal(desk: CaseDesk, work: Work, given: str, reason: str) -> CaseWritten:
    """Deletes all personal values of a case, replaced ones too; the caller scrubs the file.

    Raises Refused without the approval of the office that the settings name, or
    where there is nothing to delete.
    """
    case = desk.find(given)
    if not case.private:
        raise Refused("{number} has no personal values", number=case.number)
    approval = require_approval(
        work,
        case.number,
        ACTION,
        office=setting(work, "disposal.office"),
        scope="",
        least_grade=setting(work, "disposal.grade"),
        today=desk.today.isoformat(),
    )
    commitments = tuple(case.private)
    for commitment in commitments:
        work.dispose_private(commitment)
    fact = PersonalDisposed(
        commitments=commitments,
        approval=approval.id,
        reason=reason,
        **work.stamp(desk.today.isoformat()),
    )
    return record_fact(desk, work, case, fact)
