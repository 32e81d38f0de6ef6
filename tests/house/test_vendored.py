"""What the browser loads comes from this repository, unchanged since it was vendored, and nothing from outside."""

import hashlib
import json
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
STATIC = ROOT / "servicecenter/web/static"
TEMPLATES = ROOT / "servicecenter/web/templates"
MANIFESTS = [STATIC / "vendor/manifest.json", ROOT / "tests/browser/vendor/manifest.json"]

STYLESHEETS = sorted(STATIC.rglob("*.css"))
OWN_SCRIPTS = sorted((STATIC / "js").rglob("*.js"))
OWN_PAGES = sorted(TEMPLATES.rglob("*.html"))

URL = re.compile(r"url\(\s*(?:'([^']*)'|\"([^\"]*)\"|([^)'\"]*))\s*\)")
OUTSIDE_IN_MARKUP = re.compile(r"\b(?:src|href|action|srcset|data|hx-\w+)\s*=\s*[\"']?\s*(?:https?:)?//", re.IGNORECASE)
REFUSED_BY_POLICY = re.compile(
    r"<style\b|\sstyle\s*=|\son[a-z]+\s*=|\shx-on\b|<script(?![^>]*\ssrc=)|javascript:", re.IGNORECASE
)
COMMENT = re.compile(r"\{#.*?#\}", re.DOTALL)


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("manifest", MANIFESTS, ids=name_of)
def test_every_vendored_file_has_the_recorded_sha256(manifest):
    packages = json.loads(manifest.read_text(encoding="utf-8"))["packages"]
    recorded = {name: sha256 for package in packages for name, sha256 in package["files"].items()}
    present = {
        str(path.relative_to(manifest.parent)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in manifest.parent.rglob("*")
        if path.is_file() and path != manifest
    }
    assert present == recorded


@pytest.mark.parametrize("manifest", MANIFESTS, ids=name_of)
def test_every_vendored_package_brings_its_licence(manifest):
    for package in json.loads(manifest.read_text(encoding="utf-8"))["packages"]:
        assert any("LICENSE" in name for name in package["files"]), package["name"]


@pytest.mark.parametrize("stylesheet", STYLESHEETS, ids=name_of)
def test_stylesheets_load_only_files_of_this_program(stylesheet):
    text = stylesheet.read_text(encoding="utf-8")
    assert "@import" not in text
    targets = ["".join(found) for found in URL.findall(text)]
    missing = [url[:80] for url in targets if not url.startswith("data:") and not (stylesheet.parent / url).is_file()]
    assert missing == []


@pytest.mark.parametrize("script", OWN_SCRIPTS, ids=name_of)
def test_scripts_name_no_address_outside(script):
    assert re.findall(r"(?:https?:|wss?:)?//[\w-]+\.\w+", script.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("page", OWN_PAGES, ids=name_of)
def test_templates_load_nothing_from_outside(page):
    assert OUTSIDE_IN_MARKUP.findall(page.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("page", OWN_PAGES, ids=name_of)
def test_templates_keep_to_the_content_security_policy(page):
    assert REFUSED_BY_POLICY.findall(COMMENT.sub("", page.read_text(encoding="utf-8"))) == []


def test_the_notices_name_every_pinned_package():
    notices = (ROOT / "THIRD_PARTY_NOTICES.md").read_text(encoding="utf-8")
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    pinned = re.findall(r"^([\w.-]+)==([^\s\\]+)", lock, re.MULTILINE)
    missing = [f"{name} {version}" for name, version in pinned if f"| {name} | {version} |" not in notices]
    assert pinned
    assert missing == [], "run scripts/notices.py"


def test_the_licence_is_the_eupl():
    licence = (ROOT / "LICENSE").read_text(encoding="utf-8")
    assert licence.startswith("EUROPEAN UNION PUBLIC LICENCE v. 1.2")
    assert "Québec Free and Open-Source Licence" in licence
