"""A redline as PDF/A-3a and PDF/UA-1.

`document` is the door. It lays out in `parts` by `workers`, sets bars, numbers and `notes` where the text
came to stand (`boxes`), waits for page numbers (`late`), and puts parts together again (`merge`, `archive`).
"""
