"""What can be wrong with a calendar or with a question to it."""

from datetime import datetime

from servicecenter.errors import Invalid


class QuestionRefused(Invalid, ValueError):
    """A ValueError too: a program that uses only this package need not know the errors of the house."""


class CalendarInvalid(QuestionRefused):
    """Hours, days or the time zone of a calendar cannot be understood."""

    code = "calendar-invalid"


class InstantNaive(QuestionRefused):
    """An instant without its offset could mean two moments on the night the clock goes back."""

    code = "instant-naive"

    def __init__(self, instant: datetime) -> None:
        super().__init__(
            "Der Zeitpunkt kann nicht verwendet werden.",
            f"„{instant.isoformat()}“ nennt keine Zeitzone.",
            "Geben Sie ihn mit Zeitzone an, zum Beispiel 2026-06-03T09:30:00+02:00.",
            instant=instant.isoformat(),
        )


class DurationInvalid(QuestionRefused):
    """Minutes or days that are negative, or more than anyone can promise."""

    code = "duration-invalid"

    def __init__(self, amount: float) -> None:
        super().__init__(
            "Die Dauer kann nicht verwendet werden.",
            f"„{amount}“ ist negativ, keine Zahl oder länger als hundert Jahre.",
            "Geben Sie null oder eine positive Zahl an.",
            amount=amount,
        )


class PauseInvalid(QuestionRefused):
    """A pause that ends before it begins."""

    code = "pause-invalid"

    def __init__(self, begin: datetime, end: datetime) -> None:
        super().__init__(
            "Die Pause kann nicht verwendet werden.",
            f"Sie endet ({end.isoformat()}), bevor sie beginnt ({begin.isoformat()}).",
            "Vertauschen Sie Anfang und Ende oder lassen Sie die Pause weg.",
            begin=begin.isoformat(),
            end=end.isoformat(),
        )


class NoOpeningLeft(QuestionRefused):
    """The calendar is never open long enough, so the search ends here instead of never."""

    code = "no-opening-left"

    def __init__(self, begun_at: datetime) -> None:
        super().__init__(
            "Die Frist lässt sich nicht berechnen.",
            f"Von {begun_at.isoformat()} an gerechnet hat der Kalender nicht genug Öffnungszeit.",
            "Tragen Sie Öffnungszeiten ein oder wählen Sie einen anderen Kalender.",
            begun_at=begun_at.isoformat(),
        )


class LandUnknown(QuestionRefused):
    """No Land of that key, or a year whose holidays nobody knows."""

    code = "land-unknown"

    def __init__(self, land: str) -> None:
        super().__init__(
            "Die Feiertage lassen sich nicht bestimmen.",
            f"Ein Land mit dem Kürzel „{land}“ gibt es nicht.",
            "Verwenden Sie das Kürzel nach ISO 3166-2, zum Beispiel „NW“ für Nordrhein-Westfalen.",
            land=land,
        )
