"""A tree of HTML written as Markdown or as text, block by block."""

import pytest

from servicecenter.knowledgebase.imports.html import Node
from servicecenter.knowledgebase.imports.render import markdown, plain

TREE = Node(
    "body", children=[Node("h2", children=["Teil"]), Node("ul", children=[Node("li", children=["a", Node("br"), "b"])])]
)


def test_markdown_indents_what_belongs_to_an_item() -> None:
    assert markdown(TREE) == "## Teil\n\n- a\\\n  b"


def test_plain_text_has_no_marks() -> None:
    assert plain(TREE) == "Teil\n- a\n  b"


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "JAVASCRIPT:x", "data:text/html,x", "//x.example", "file:///x", ""]
)
def test_a_link_elsewhere_than_the_web_mail_or_telephone_is_only_its_words(address: str) -> None:
    assert markdown(Node("body", children=[Node("a", href=address, children=["hier"])])) == "hier"
