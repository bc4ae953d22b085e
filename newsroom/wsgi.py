import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")
inner = get_wsgi_application()

from django.conf import settings  # noqa: E402  (there are none before the application)

from articles.readership import runner  # noqa: E402
from newsroom import edge, outward  # noqa: E402
from newsroom.watch import Watched  # noqa: E402

application = Watched(outward.before(edge.before(inner)))

# What a program has loaded stays: to look for garbage among it, many times a page, cost a tenth of a page's time.
gc.collect()
gc.freeze()
gc.set_threshold(10_000, 20, 20)

if settings.FLUSH_VIEWS:
    runner.start()
