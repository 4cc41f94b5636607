"""Two expressions in, a redline out."""
