"""Ties the passages of reports to the changes that they explain."""
