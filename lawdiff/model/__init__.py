"""What everyone speaks of: frozen values, no input or output, nothing of lawdiff imported."""
