from servicecenter.live import BACKLOG, Live, Message


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
