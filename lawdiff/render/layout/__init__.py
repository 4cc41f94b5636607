"""What is shown, in which order and with which marks: shared by the page, the PDF and the Word file.

`shown` makes of the running order the rows and blocks (`blocks`) of one layout, each with its `runs` of
marked text; the other files are passes of one layout or one concern each.
"""
