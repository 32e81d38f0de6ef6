"""A small directory: a Mittlere Stadt in a Kreis, with two offices of its own and one of the Kreis."""

from typing import Any

from servicecenter.directory.model import Directory

WEEK = dict.fromkeys(("mon", "tue", "wed", "thu", "fri"), (("08:00", "12:00"),))


def town(**more: Any) -> Directory:
    return Directory.model_validate(
        {
            "municipality": {
                "id": "stadt", "name": "Stadt Ort", "short": "Ort", "ags": "05154012", "status": "mittlere",
                "kreis": "kreis", "districts": ("Nord", "Süd"),
            },
            "calendar": [{"id": "amt", **WEEK}],
            "body": [{"id": "kreis", "name": "Kreis Land"}, {"id": "gericht", "name": "Amtsgericht Ort"}],
            "office": [
                {"id": "zentrale", "body": "stadt", "name": "Zentrale", "calendar": "amt"},
                {"id": "bauordnung", "body": "stadt", "name": "Bauordnung", "calendar": "amt"},
                {"id": "kreis-zulassung", "body": "kreis", "name": "Zulassung", "does": ("zulassung",)},
                {"id": "amtsgericht", "body": "gericht", "name": "Amtsgericht"},
            ],
        }
        | more
    )  # fmt: skip
