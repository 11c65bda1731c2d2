"""The command line: parse, one call, print. Errors become exit codes here.

`main` is the way in; `commands` the table of what there is, each loaded only
when it is called; `session` what every command shares; `options` the shared
options; `output` the formats; the other modules are one command or group each.
"""
