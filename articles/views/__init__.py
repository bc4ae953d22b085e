"""Reader pages: find it, may the public read it, answer. Nothing is written, nobody is recognised."""
