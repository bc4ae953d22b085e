"""The demo newspaper's drawn pictures."""

from io import BytesIO

import pytest
from PIL import Image, ImageChops, ImageStat

from articles import images
from newsroom.demo import drawings
from newsroom.demo.canvas import Canvas

SMALL = (240, 160)


def difference(one: Image.Image, other: Image.Image) -> float:
    """How far apart two pictures are on average, in steps of 255."""
    return sum(ImageStat.Stat(ImageChops.difference(one, other)).mean) / 3


@pytest.mark.parametrize("scene", drawings.NAMES)
def test_a_scene_can_be_drawn_wide_and_upright(scene):
    for size in (SMALL, SMALL[::-1]):
        picture = drawings.draw(scene, 3, size)
        assert (picture.size, picture.mode) == (size, "RGB")
        assert max(ImageStat.Stat(picture).stddev) > 10, "hardly anything is drawn"


@pytest.mark.parametrize("scene", drawings.NAMES)
def test_a_seed_gives_the_same_picture_every_time(scene):
    assert drawings.draw(scene, 8, SMALL).tobytes() == drawings.draw(scene, 8, SMALL).tobytes()


@pytest.mark.parametrize("scene", drawings.NAMES)
def test_another_seed_gives_a_picture_that_looks_different(scene):
    pictures = [drawings.draw(scene, seed, SMALL) for seed in (1, 2, 3)]
    assert min(difference(a, b) for n, a in enumerate(pictures) for b in pictures[n + 1 :]) > 9


def test_neighbouring_seeds_have_the_light_of_different_hours():
    hours = [Canvas("tea", seed, SMALL).light.hour for seed in range(7)]
    assert len(set(hours)) == 7


def test_it_never_rains_indoors():
    seed = next(seed for seed in range(20) if Canvas("meeting", seed, SMALL).light.hour == "rain")
    canvas = Canvas("meeting", seed, SMALL)
    canvas._rain = lambda picture: pytest.fail("rain in the hall")
    drawings.SCENES["meeting"](canvas)
    canvas.finish()


def test_a_drawing_passes_the_door_for_pictures():
    prepared = images.prepare(BytesIO(drawings.jpeg("tea", 5)))
    assert (prepared.width, prepared.height) == drawings.LANDSCAPE


def test_an_upright_drawing_is_taller_than_wide():
    prepared = images.prepare(BytesIO(drawings.jpeg("portrait", 5, drawings.UPRIGHT)))
    assert (prepared.width, prepared.height) == drawings.UPRIGHT


def test_an_unknown_scene_is_refused_and_the_known_ones_are_named():
    with pytest.raises(ValueError, match="moon") as refused:
        drawings.draw("moon", 1)
    assert all(name in str(refused.value) for name in drawings.NAMES)
