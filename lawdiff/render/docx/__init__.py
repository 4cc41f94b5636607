"""A redline as a Word file with tracked changes.

`document` is the door. Each side is laid out as tokens (`sides`), the two are laid together by what is kept
(`merge`), and written as paragraphs, rows and comments (`body`, `words`, `comments`, `package`).
"""
