"""What is wrong with a Vorhaben across the files: Leistungen nobody knows, a source nobody opened. Pure."""

from collections.abc import Iterator
from datetime import date

from servicecenter.content.faults import fault
from servicecenter.content.files import File
from servicecenter.directory.leistungen import Catalogue
from servicecenter.directory.vorhaben import Vorhaben
from servicecenter.documents.reading import Fault
from servicecenter.promises.kinds import KINDS, Start


def check_vorhaben(catalogue: Catalogue, file: File, vorhaben: Vorhaben, day: date) -> Iterator[Fault]:
    for index, step in enumerate(vorhaben.step):
        if step.leistung not in catalogue.by_key:
            message = f"Die Leistung „{step.leistung}“ kennt der Katalog nicht."
            yield fault(file, ("step", index, "leistung"), message, "unknown-leistung")
        for name in step.begins:
            if name not in KINDS or KINDS[name].start is not Start.RECORDED:
                message = f"„{name}“ ist keine Zusage, deren Beginn festgehalten wird."
                yield fault(file, ("step", index, "begins"), message, "reference")
    if vorhaben.checked_on is None and not vorhaben.sample:
        message = "Ungeprüft: checked_on fehlt, die Quelle wurde nicht geöffnet."
        yield fault(file, (), message, "unchecked", is_error=False)
    if vorhaben.review_by and vorhaben.review_by < day:
        message = f"Die Prüfung war am {vorhaben.review_by:%d.%m.%Y} fällig."
        yield fault(file, ("review_by",), message, "stale", is_error=False)
