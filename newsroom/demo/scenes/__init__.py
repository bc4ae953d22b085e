"""The scenes of the demo newspaper's pictures: each is a function that draws on a Canvas."""
