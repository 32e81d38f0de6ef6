"""The search as an agent meets it: spellings, compounds, slips, synonyms, prefixes, and never a neighbour's article."""

import threading
from pathlib import Path

import pytest

from servicecenter.knowledgebase.index import WhooshIndex
from servicecenter.knowledgebase.learning import Lesson, Lessons, closed, key_of
from servicecenter.knowledgebase.model import COMMON, Article
from servicecenter.knowledgebase.search import Hit, SearchPort
from servicecenter.knowledgebase.thesaurus import callers_thesaurus
from tests.conftest import MONDAY

ARTICLES = (
    Article(id="perso", holder=COMMON, title="Personalausweis", answer="Den Ausweis beantragen Sie im Bürgerbüro."),
    Article(id="pass", holder=COMMON, title="Reisepass", answer="Ein Reisepass gilt zehn Jahre.", fee="70 Euro"),
    Article(
        id="fuehrerschein", holder=COMMON, title="Führerschein: Pflichtumtausch", details="Der Umtausch ist Pflicht."
    ),
    Article(
        id="zulassung", holder=COMMON, title="Zulassung eines Fahrzeugs", details="Mit Kennzeichen und Versicherung."
    ),
    Article(
        id="hund", holder=COMMON, title="Hundesteuer", synonyms=("Waldi anmelden",), details="Steuer für jeden Hund."
    ),
    Article(id="sperrmuell", holder=COMMON, title="Sperrmüll", details="Abholung großer Möbel an der Straße."),
    Article(
        id="wohnsitz", holder=COMMON, title="Wohnsitz ummelden", details="Nach dem Umzug innerhalb von zwei Wochen."
    ),
    Article(id="knolle", holder=COMMON, title="Verwarnungsgeld", details="Wegen Parken im Halteverbot."),
    Article(id="urkunde", holder=COMMON, title="Geburtsurkunde", details="Beim Standesamt des Geburtsortes."),
    Article(id="wohngeld", holder=COMMON, title="Wohngeld", details="Zuschuss zur Miete."),
)


@pytest.fixture(scope="module")
def index() -> SearchPort:
    made = WhooshIndex(thesaurus=callers_thesaurus())
    made.load(ARTICLES)
    return made


@pytest.mark.parametrize(
    ("text", "expected", "why"),
    [
        pytest.param("reisepaß", "pass", "Wort im Titel: Reisepass", id="ß"),
        pytest.param("fuehrerschein", "fuehrerschein", "Wort im Titel: Führerschein", id="ue"),
        pytest.param("fuhrerschein", "fuehrerschein", "Wort im Titel: Führerschein", id="no umlaut"),
        pytest.param("sperrmuell", "sperrmuell", "Wort im Titel: Sperrmüll", id="ue for ü"),
        pytest.param("strasse", "sperrmuell", "Wort im Text: Straße", id="ss for ß"),
        pytest.param("Geburtsurkunden", "urkunde", "Wort im Titel: Geburtsurkunde", id="plural"),
        pytest.param("urkunde", "urkunde", "Teil von Geburtsurkunde", id="part finds the compound"),
        pytest.param(
            "kraftfahrzeugzulassung", "zulassung", "Teil von kraftfahrzeugzulassung: Zulassung", id="compound"
        ),
        pytest.param("perso", "perso", "Synonym: Perso", id="caller's word"),
        pytest.param("Lappen", "fuehrerschein", "Synonym: Lappen", id="caller's word in capitals"),
        pytest.param("knoellchen", "knolle", "Synonym: Knöllchen", id="caller's word with oe"),
        pytest.param("nummernschild", "zulassung", "Synonym: Nummernschild", id="meaning in the text"),
        pytest.param("waldi", "hund", "Synonym: Waldi", id="synonym of the article"),
        pytest.param("reispass", "pass", "ähnlich geschrieben: Reisepass", id="letter left out"),
        pytest.param("riesepass", "pass", "ähnlich geschrieben: Reisepass", id="letters swapped"),
        pytest.param("peros", "perso", "Synonym: Perso", id="slip in a caller's word"),
        pytest.param("persona", "perso", "Anfang von Personalausweis", id="typing"),
        pytest.param("hu", "hund", "Anfang von Hundesteuer", id="two letters"),
        pytest.param("umtausch führersch", "fuehrerschein", "Teil von Pflichtumtausch", id="two words, one unfinished"),
        pytest.param("<script>reisepass</script>", "pass", "Wort im Titel: Reisepass", id="markup"),
        pytest.param("reisepass'; DROP TABLE article;--", "pass", "Wort im Titel: Reisepass", id="sql"),
        pytest.param("title:reisepass AND *", "pass", "Wort im Titel: Reisepass", id="query language"),
    ],
)
def test_the_article_stands_first_and_says_why(index: SearchPort, text: str, expected: str, why: str) -> None:
    hits = index.search("geldern", text)
    assert hits[0].id == expected
    assert why in hits[0].why
    assert all(hit.why and hit.municipality == "geldern" and 0 < hit.score <= 1 for hit in hits)


@pytest.mark.parametrize("text", ["", "   ", "\n\t", "?!", "§", "👍", "_", "\x00"])
def test_nothing_asked_finds_nothing(index: SearchPort, text: str) -> None:
    assert index.search("geldern", text) == []


@pytest.mark.parametrize("text", ["ab" * 5_000, "reisepass " * 1_000, "äöüß" * 2_500, "a b c " * 1_600])
def test_a_pasted_text_of_ten_thousand_letters_is_no_burden(index: SearchPort, text: str) -> None:
    assert len(index.search("geldern", text, limit=3)) <= 3


@pytest.mark.parametrize("limit", [0, 1, 3])
def test_limit(index: SearchPort, limit: int) -> None:
    assert len(index.search("geldern", "reisepass personalausweis wohngeld hundesteuer", limit)) == limit


@pytest.fixture
def two() -> WhooshIndex:
    """Geldern's own words for the passport and an article of its own; Kreis Wesel's own fee."""
    made = WhooshIndex()
    made.load(
        (
            *ARTICLES,
            Article(id="pass", holder="geldern", details="Abholung nur mit Spargelschein."),
            Article(id="stadtfest", holder="geldern", title="Pumpkin-Stadtfest"),
            Article(id="pass", holder="kreis-wesel", title="Reisepass im Kreis", fee="Zwiebelsteuer"),
        )
    )
    return made


def found(index: SearchPort, municipality: str, text: str) -> list[tuple[str, str]]:
    return [(hit.id, hit.title) for hit in index.search(municipality, text) if hit.score > 0.3]


def test_a_variant_overlays_the_common_article_field_by_field(two: WhooshIndex) -> None:
    assert found(two, "geldern", "reisepass")[0] == ("pass", "Reisepass")
    assert found(two, "kreis-wesel", "reisepass")[0] == ("pass", "Reisepass im Kreis")
    assert [key for key, _ in found(two, "geldern", "reisepass")].count("pass") == 1
    assert found(two, "geldern", "spargelschein") == [("pass", "Reisepass")]
    assert found(two, "geldern", "zehn jahre")[0] == ("pass", "Reisepass")


def test_never_a_neighbours(two: WhooshIndex) -> None:
    assert found(two, "kreis-wesel", "spargelschein") == []
    assert found(two, "kreis-wesel", "stadtfest") == []
    assert found(two, "geldern", "zwiebelsteuer") == []
    assert found(two, "moers", "pumpkin") == []
    assert found(two, "moers", "reisepass")[0] == ("pass", "Reisepass")


def test_a_changed_common_article_reaches_its_variants(two: WhooshIndex) -> None:
    two.change([Article(id="pass", holder=COMMON, title="Passport neu", answer="Jetzt mit Fingerabdruck.")])
    assert found(two, "geldern", "fingerabdruck") == [("pass", "Passport neu")]
    assert found(two, "kreis-wesel", "fingerabdruck") == [("pass", "Reisepass im Kreis")]
    assert found(two, "geldern", "zehn jahre") == []


def test_a_removed_variant_gives_the_common_article_back(two: WhooshIndex) -> None:
    two.change([], [("kreis-wesel", "pass")])
    assert found(two, "kreis-wesel", "reisepass")[0] == ("pass", "Reisepass")
    two.change([], [(COMMON, "pass"), ("geldern", "pass")])
    assert "pass" not in [key for key, _ in found(two, "geldern", "reisepass")]
    two.change([], [("nirgends", "nichts")])


def test_load_replaces_everything(two: WhooshIndex) -> None:
    two.load([Article(id="neu", holder=COMMON, title="Wespennest")])
    assert found(two, "geldern", "reisepass") == []
    assert found(two, "geldern", "wespennest") == [("neu", "Wespennest")]


def test_an_empty_index_finds_nothing() -> None:
    assert WhooshIndex().search("geldern", "reisepass") == []


def test_in_a_folder_it_finds_the_same(tmp_path: Path, index: SearchPort) -> None:
    kept = WhooshIndex(thesaurus=callers_thesaurus(), folder=tmp_path)
    kept.load(ARTICLES)
    kept.change([Article(id="wespen", holder="../geldern", title="Wespennest")])
    assert kept.search("geldern", "perso weg") == index.search("geldern", "perso weg")
    assert [hit.id for hit in kept.search("../geldern", "wespennest")][:1] == ["wespen"]
    assert not (tmp_path.parent / "geldern").exists()


def learned(index: SearchPort, query: str, article: str, *, times: int = 1, where: str = "geldern") -> list[Hit]:
    lesson = Lesson(where, key_of(query), article, query, MONDAY)
    for _ in range(times):
        lesson = closed(lesson, query, MONDAY)
    return index.search("geldern", query, 10, Lessons([lesson], MONDAY))


def test_a_learned_article_comes_first_and_says_so(two: WhooshIndex) -> None:
    best = learned(two, "bello", "hund", times=3)[0]
    assert (best.id, best.why[0]) == ("hund", "gelernt: 3-mal mit diesem Artikel geschlossen")
    assert 0 < best.learned <= best.score <= 1


def test_a_learned_variant_and_a_learned_article_of_ones_own(two: WhooshIndex) -> None:
    assert [hit.id for hit in learned(two, "bello", "pass")].count("pass") == 1
    assert learned(two, "bello", "stadtfest")[0].title == "Pumpkin-Stadtfest"


def test_what_was_learned_finds_no_article_that_is_gone_and_no_neighbours(two: WhooshIndex) -> None:
    two.change([], [(COMMON, "hund")])
    assert "hund" not in [hit.id for hit in learned(two, "bello", "hund")]
    two.change([Article(id="eigen", holder="kreis-wesel", title="Eigener Artikel")])
    assert "eigen" not in [hit.id for hit in learned(two, "bello", "eigen")]
    assert "hund" not in [hit.id for hit in learned(two, "bello", "hund", where="kreis-wesel")]


def test_addresses_of_links_are_not_found() -> None:
    made = WhooshIndex()
    made.load([Article("a", COMMON, title="Müll", details="Siehe [Kalender](https://abfuhr.example/xylophon) dort.")])
    assert made.search("geldern", "xylophon") == []
    assert made.search("geldern", "kalender")[0].id == "a"


def test_searching_while_changing_is_safe(two: WhooshIndex) -> None:
    wrong: list[object] = []

    def ask() -> None:
        try:
            for number in range(60):
                hits = two.search("geldern", ("reisepass", "spargelschein", "wohngeld")[number % 3])
                if hits[0].id not in {"pass", "wohngeld"}:
                    wrong.append(hits)
        except Exception as error:  # of a thread: it must fail the test
            wrong.append(error)

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for number in range(20):
        two.change([Article(id=f"a{number}", holder=COMMON, title=f"Artikel Nummer{number} Kürbis{number}")])
    for thread in threads:
        thread.join()
    assert wrong == []
    assert found(two, "geldern", "kürbis19")[0][0] == "a19"
