"""The printed page: reading a gazette's scanned text, and writing it back.

`document` holds what a page can contain; `page` joins lines to paragraphs;
`chronicle`, `notices` and `rosters` read each kind of section; `doubts` and
`figures` look for what a careful archivist would want to look at; `reading`
walks the whole file; `rendering` prints a month. Pure functions over text:
no store, no clock, no document's name.
"""
