"""A redline as Akoma Ntoso 3.0 with `ins`, `del` and `textualMod`; `document` is the door."""
