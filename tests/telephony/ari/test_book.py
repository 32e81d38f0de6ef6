from servicecenter.telephony.ari.book import Book


def entered(channel: str, bridge: str) -> dict[str, object]:
    return {"type": "ChannelEnteredBridge", "channel": {"id": channel}, "bridge": {"id": bridge}}


def left(channel: str, bridge: str) -> dict[str, object]:
    return entered(channel, bridge) | {"type": "ChannelLeftBridge"}


def test_who_moved_is_where_the_last_bridge_is_in_whatever_order_it_is_told():
    book = Book()
    for event in (entered("a", "talk"), entered("a", "consult"), left("a", "talk")):
        book.note(event)
    assert book.members("consult") == {"a"}
    book.note(left("a", "consult"))
    assert book.where == {}


def test_whoever_is_gone_is_forgotten_everywhere():
    book = Book(where={"a": "talk"}, parked={"a"}, playing={"p": "a", "q": "b"})
    book.note({"type": "StasisEnd", "channel": {"id": "a"}})
    assert (book.where, book.parked, book.playing) == ({}, set(), {"q": "b"})


def test_a_look_at_everything_replaces_what_was_believed():
    book = Book(where={"a": "old"}, bridges={"old"}, parked={"a", "gone"}, playing={"p": "gone"})
    book.look({"a": None, "b": "talk"}, {"talk"})
    assert (book.where, book.bridges, book.parked, book.playing) == ({"b": "talk"}, {"talk"}, {"a"}, {"p": "gone"})


def test_a_bridge_that_is_destroyed_is_made_anew_when_it_is_wanted():
    book = Book(bridges={"talk"})
    book.note({"type": "BridgeDestroyed", "bridge": {"id": "talk"}})
    assert book.bridges == set()
