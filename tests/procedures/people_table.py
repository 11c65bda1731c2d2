"""Who was an information officer of which unit from when to when: the script's own table.

Units are those of the roster (附件5) in its order; names of people are made up.
"""

from __future__ import annotations

from dataclasses import dataclass

CAUSES = (
    "责任心不强，不能认真履行信息员职责",
    "故意隐瞒涉税信息，造成税款流失",
    "综合治税领导小组办公室认为应予以取消信息员资格的其他原因",
)
ROSTER = (
    "市财政局",
    "国家税务总局扎兰屯市税务局",
    "市审计局",
    "市纪委",
    "市委编办",
    "市自然资源局",
    "市住房和城乡建设局",
    "市发展和改革委员会",
    "市公安局",
    "市交通运输局",
    "市水利局",
    "呼伦贝尔市生态环境局扎兰屯市分局",
    "市工业和信息化局",
    "市民政局",
    "市司法局",
    "市林业和草原局",
    "市国家统计局扎兰屯调查队",
    "市农牧和科技局",
    "市人力资源和社会保障局",
    "市医疗保障局",
    "市文体旅游广电局",
    "市卫生健康委员会",
    "市教育局",
    "市市场监督管理局",
    "市中级人民法院",
    "市统计局",
    "市工商联",
    "市残联",
    "市公共资源交易中心",
)
CATALOGUE = (
    "财政局",
    "税务局",
    "审计局",
    "编办",
    "国资委",
    "发展和改革委员会",
    "教育局",
    "公安局",
    "人力资源和社会保障局",
    "自然资源局",
    "住建局",
    "生态环境局",
    "交通运输局",
    "水利局",
    "农科局",
    "文体旅游广电局",
    "工信局",
    "民政局",
    "林业和草原局",
    "卫生健康委员会",
    "统计调查队",
    "医疗保障局",
)
DAYS = ("2022-06-21", "2022-07-31", "2022-09-15", "2022-12-31")


@dataclass(frozen=True)
class Officer:
    """An officer: the unit by each of its names ("": not in that list), the days of its life.

    `filed` is "" for one who was turned down; `ended` says how: replaced or disqualified.
    """

    key: str
    member: str
    unit: str
    recommended: str
    filed: str
    ended: str = ""
    how: str = ""
    told: str = ""
    successor: str = ""

    def is_on_file(self, day: str) -> bool:
        """Whether the officer was on file at the end of a day."""
        return bool(self.filed) and self.filed <= day and not (self.ended and self.ended <= day)


OFFICERS = (
    Officer("finance", ROSTER[0], "财政局", "2022-06-21", "2022-06-21"),
    Officer("assets", ROSTER[0], "国资委", "2022-06-22", "2022-06-24"),
    Officer("tax", ROSTER[1], "税务局", "2022-06-22", "2022-06-24"),
    Officer("audit", ROSTER[2], "审计局", "2022-06-22", "2022-06-24"),
    Officer("discipline", ROSTER[3], "", "2022-06-23", "2022-06-27"),
    Officer("posts", ROSTER[4], "编办", "2022-06-23", "2022-06-27"),
    Officer("land", ROSTER[5], "自然资源局", "2022-06-23", "2022-06-27"),
    Officer("housing", ROSTER[6], "住建局", "2022-06-23", "2022-08-02"),
    # The first one of the police is disqualified, the other is on file then; a third comes in late.
    Officer("police", ROSTER[8], "公安局", "2022-06-23", "2022-06-27", "2022-08-31", "disqualified",
            "2022-09-02"),
    Officer("police-2", ROSTER[8], "公安局", "2022-07-01", "2022-07-04"),
    # Replaced with a successor on the day, and without one.
    Officer("transport", ROSTER[9], "交通运输局", "2022-06-23", "2022-06-27", "2022-09-01",
            "replaced", successor="transport-2"),
    Officer("transport-2", ROSTER[9], "交通运输局", "2022-08-25", "2022-09-01"),
    Officer("water", ROSTER[10], "水利局", "2022-06-23", "2022-06-27", "2022-08-10", "replaced"),
    Officer("water-2", ROSTER[10], "水利局", "2022-10-08", "2022-10-10"),
    Officer("ecology", ROSTER[11], "生态环境局", "2022-06-23", "2022-06-27"),
    # Disqualified, the unit is told much later, and has no other.
    Officer("industry", ROSTER[12], "工信局", "2022-06-23", "2022-06-27", "2022-10-20",
            "disqualified"),
    # Turned down: the unit has nobody, until another is filed.
    Officer("civil", ROSTER[13], "民政局", "2022-06-24", ""),
    Officer("civil-2", ROSTER[13], "民政局", "2022-08-01", "2022-08-03"),
)  # fmt: skip


def without_officer(day: str, units: tuple[str, ...], name: str) -> list[str]:
    """The units that have nobody on file at the end of a day, as the office would list them."""
    held = {getattr(one, name) for one in OFFICERS if one.is_on_file(day)}
    return [unit for unit in units if unit not in held]


def since(unit: str, name: str, day: str) -> str:
    """From when on a unit has nobody, as of a day: from the plan's own day, or its last loss."""
    theirs = [one for one in OFFICERS if getattr(one, name) == unit]
    lost = [one.ended for one in theirs if one.ended and one.ended <= day]
    return max([*lost, "2022-06-21"])
