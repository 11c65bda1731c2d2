"""The command on settings: change one, with the approval of the office in force."""

from __future__ import annotations

from datetime import date

from zltrec.domain.setting import SUBJECT_PREFIX, check_setting, set_action
from zltrec.domain.store import STORE, SettingChanged
from zltrec.errors import Refused
from zltrec.records.application import Records
from zltrec.records.approvals import require_approval
from zltrec.records.authority import setting, store_of
from zltrec.records.work import Written


def change_setting(records: Records, name: str, value: str, *, today: date) -> Written:
    """Gives a setting another value. Raises Refused without the approval that it needs."""
    check_setting(name, value)
    with records.writing() as work:
        if setting(work, name) == value:
            raise Refused("{name} is {value} already", name=name, value=value)
        approval = require_approval(
            work,
            SUBJECT_PREFIX + name,
            set_action(value),
            office=setting(work, "settings.office"),
            scope="",
            least_grade=setting(work, "settings.grade"),
            today=today.isoformat(),
        )
        fact = SettingChanged(
            name=name, value=value, approval=approval.id, **work.stamp(today.isoformat())
        )
        return work.record(STORE, store_of(work).version + 1, fact)
