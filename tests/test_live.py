import pytest

from servicecenter.live import BACKLOG, MISSED, REMEMBERED, Live, Message


def of(topic: str) -> Message:
    return Message(topic, "geldern")


def test_a_screen_gets_what_it_wants_and_nothing_else() -> None:
    live = Live()
    with live.subscribe(lambda message: message.topic == "inbox") as queue:
        live.publish(of("board"))
        live.publish(of("inbox"))
        assert queue.get_nowait() == of("inbox")
        assert queue.empty()


def test_every_screen_gets_the_message() -> None:
    live = Live()
    with live.subscribe(lambda _: True) as one, live.subscribe(lambda _: True) as two:
        live.publish(of("calls"))
        assert one.get_nowait() == two.get_nowait() == of("calls")


def test_a_screen_that_does_not_read_loses_the_oldest_and_slows_nobody() -> None:
    live = Live()
    with live.subscribe(lambda _: True) as queue:
        for number in range(BACKLOG + 3):
            live.publish(of(str(number)))
        assert queue.qsize() == BACKLOG
        assert queue.get_nowait() == of("3")


def test_a_screen_that_is_gone_is_forgotten() -> None:
    live = Live()
    with live.subscribe(lambda _: True) as queue:
        assert live.listeners == 1
    live.publish(of("calls"))
    assert live.listeners == 0
    assert queue.empty()


def test_whoever_begins_to_listen_hears_what_has_happened_since() -> None:
    live = Live()
    live.publish(of("before"))
    mark = live.mark
    assert live.since(mark) == []
    live.publish(of("calls"))
    live.publish(of("board"))
    assert live.since(mark) == [of("calls"), of("board")]


@pytest.mark.parametrize("mark", ["", "x", "-1", "x-1", "{run}-", "{run}-9", "{run}--1", "{run}-²"])
def test_a_mark_that_says_nothing_means_that_anything_may_have_changed(mark: str) -> None:
    live = Live()
    live.publish(of("calls"))
    assert live.since(mark.replace("{run}", live.mark.split("-")[0])) == [Message(MISSED)]


def test_another_process_cannot_say_what_was_missed_here() -> None:
    assert Live().since(Live().mark) == [Message(MISSED)]


def test_so_much_is_remembered_and_no_more() -> None:
    live = Live()
    mark = live.mark
    for number in range(REMEMBERED):
        live.publish(of(str(number)))
    assert len(live.since(mark)) == REMEMBERED
    live.publish(of("one too many"))
    assert live.since(mark) == [Message(MISSED)]
