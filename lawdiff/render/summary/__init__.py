"""One page for a legislator: what changes, in words and figures, who wants it, who does not.

`page` is the door.
"""
