"""A redline as one page for the browser; `page` is the door."""
