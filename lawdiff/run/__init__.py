"""One file a job: composes read, compare, link and render from one options value."""
