import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")
inner = get_wsgi_application()

from django.conf import settings  # noqa: E402  (there are none before the application)

from articles.readership import runner  # noqa: E402
from newsroom import edge, outward  # noqa: E402
from newsroom.watch import Watched  # noqa: E402

application = Watched(outward.before(edge.before(inner)))

if settings.FLUSH_VIEWS:
    runner.start()
