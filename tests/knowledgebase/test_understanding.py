from servicecenter.knowledgebase.thesaurus import Thesaurus
from servicecenter.knowledgebase.understanding import understand
from servicecenter.knowledgebase.vocabulary import Vocabulary


def vocabulary() -> Vocabulary:
    made = Vocabulary()
    made.add([("reisepass", "Reisepass"), ("verlust", "Verlust")])
    return made


def test_a_slip_is_read_as_typed_and_as_repaired() -> None:
    (wanted,) = understand("Reisepas_x", [vocabulary()], Thesaurus())[:1]
    assert wanted.typed == "Reisepas"
    assert [reading.words for reading in wanted.readings] == [("reisepas",)]  # the beginning of a known word
    (wanted,) = understand("Riesepass", [vocabulary()], Thesaurus())
    assert [reading.words for reading in wanted.readings] == [("riesepass",), ("reisepass",)]


def test_a_callers_phrase_is_one_thing() -> None:
    thesaurus = Thesaurus([(["Pass weg"], ["Verlust"])])
    (wanted,) = understand("pass weg", [vocabulary()], thesaurus)
    assert [(reading.words, reading.synonym) for reading in wanted.readings] == [
        (("pass", "weg"), ""),
        (("verlust",), "Pass weg"),
    ]


def test_each_word_once_and_not_without_end() -> None:
    assert len(understand("pass pass pass", [vocabulary()], Thesaurus())) == 1
    assert len(understand(" ".join(f"wort{number}" for number in range(100)), [vocabulary()], Thesaurus())) <= 16
