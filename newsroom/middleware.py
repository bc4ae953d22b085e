"""What every answer has in common: whose address it is, which language, which headers."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import translation

Answer = Callable[[HttpRequest], HttpResponse]


def client_address(get_response: Answer) -> Answer:
    return get_response


def security_headers(get_response: Answer) -> Answer:
    return get_response


def whole_requests(get_response: Answer) -> Answer:
    return get_response


def paper_language(get_response: Answer) -> Answer:
    return get_response


def desk_language(get_response: Answer) -> Answer:
    return get_response
