import pytest
import structlog


@pytest.fixture(autouse=True)
def logging_as_at_the_start() -> None:
    """A command run in a test before this one set up logging to an error stream that is closed by now."""
    structlog.reset_defaults()
