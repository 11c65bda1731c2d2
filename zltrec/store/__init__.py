"""The log, its registers and its files: bytes in, bytes out, no meaning.

`sqlite` is the log on SQLite (the persistence module that the application
names); `schema` its tables; `registers` what aggregates cannot know of one
another; `files` what was taken in, by digest; `folder` finds and opens a
store. Another engine would stand beside `sqlite` and give the same leaves.
"""
