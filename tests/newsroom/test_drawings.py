"""The demo newspaper's drawn pictures."""

import pytest

from articles import images
from newsroom.demo import drawings


@pytest.mark.parametrize("scene", drawings.NAMES)
def test_a_scene_can_be_drawn(scene):
    assert drawings.draw(scene, 3, (240, 160)).size == (240, 160)


def test_a_seed_gives_the_same_picture_and_another_a_different_one():
    first, again, other = (drawings.draw("market", seed, (240, 160)).tobytes() for seed in (1, 1, 2))
    assert first == again
    assert first != other


def test_a_drawing_passes_the_door_for_pictures():
    from io import BytesIO

    prepared = images.prepare(BytesIO(drawings.jpeg("tea", 5)))
    assert (prepared.width, prepared.height) == (1600, 1067)


def test_an_unknown_scene_is_refused_by_name():
    with pytest.raises(ValueError, match="terraces"):
        drawings.draw("moon", 1)
