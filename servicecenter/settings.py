"""Settings from the environment; each can also be given as NAME_FILE, for secrets kept in files."""

import os
from pathlib import Path
from typing import Self

from pydantic import Field, ValidationError, model_validator
from pydantic_core import PydanticCustomError
from pydantic_settings import BaseSettings, SettingsConfigDict

from servicecenter.errors import Invalid

PREFIX = "SERVICECENTER_"


class Settings(BaseSettings):
    """docs/settings.md describes each of them for operators; a test keeps the two equal."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, frozen=True)

    data: Path = Field(default=Path("var"), description="Ordner für Datenbank und Suchindex")
    database_url: str = Field(default="", description="Datenbank; leer heißt SQLite im Datenordner")
    content: Path = Field(default=Path("kb_content"), description="Ordner mit Artikeln, Vereinbarungen, Handbüchern")
    host: str = Field(default="127.0.0.1", description="Adresse, auf der das Programm hört")
    port: int = Field(default=8080, ge=0, le=65535, description="Port des Webprogramms; 0 wählt einen freien")
    operator: str = Field(default="kreis-wesel", description="Kennung des Trägers des ServiceCenters")
    secure_cookies: bool = Field(default=False, description="Anmelde-Cookie nur über HTTPS; hinter einem TLS-Proxy an")
    check_links: bool = Field(default=False, description="Links der Artikel täglich nach außen prüfen")
    check_private_links: bool = Field(default=False, description="Beim Prüfen der Links auch interne Adressen fragen")
    address: str = Field(
        default="",
        description="Adresse des Programms, wie sie im Browser steht; für Links in E-Mails und Telefonanlagen",
    )
    smtp_host: str = Field(default="", description="Mailserver; leer heißt: Es werden keine E-Mails verschickt")
    smtp_port: int = Field(
        default=587, ge=1, le=65535, description="Port des Mailservers; 465 spricht von Anfang an TLS"
    )
    smtp_user: str = Field(default="", description="Anmeldung am Mailserver; leer heißt ohne")
    smtp_password: str = Field(default="", repr=False, description="Kennwort am Mailserver; besser als Datei")
    smtp_from: str = Field(default="", description="Absenderadresse der E-Mails; nötig, wo ein Mailserver gesetzt ist")
    smtp_starttls: bool = Field(default=True, description="Vor dem Anmelden auf TLS wechseln (STARTTLS)")
    smtp_timeout: float = Field(default=10.0, gt=0, description="Sekunden, die eine E-Mail höchstens dauern darf")
    mail_reply: str = Field(
        default="", description="Adresse, an die auf E-Mails geantwortet wird; leer heißt die Absenderadresse"
    )
    mail_plus: bool = Field(
        default=True, description="Der Mailserver stellt name+zusatz@… an name@… zu (Plus-Adressen)"
    )
    mailbox: str = Field(
        default="", description="Postfach für Antworten: imaps://server, imap://server oder ein Ordner (Maildir)"
    )
    mailbox_user: str = Field(default="", description="Anmeldung am Postfach (IMAP)")
    mailbox_password: str = Field(default="", repr=False, description="Kennwort des Postfachs; besser als Datei")
    mailbox_timeout: float = Field(default=20.0, gt=0, description="Sekunden, die das Postfach schweigen darf")
    mail_mb: int = Field(default=25, ge=1, le=200, description="Größte E-Mail in MB, die angenommen wird")
    attachment_mb: int = Field(default=10, ge=1, le=100, description="Größte Anlage in MB, die angenommen wird")
    link_days: int = Field(default=30, ge=1, le=365, description="Tage, die ein Link in einer E-Mail gilt")
    signing_key: str = Field(
        default="", repr=False, description="Schlüssel für Links in E-Mails; leer heißt: eine Datei im Datenordner"
    )
    asterisk_url: str = Field(
        default="", description="Adresse der Schnittstelle von Asterisk (ARI); leer heißt: Es ist keines angeschlossen"
    )
    asterisk_user: str = Field(default="servicecenter", description="Anmeldung an Asterisk, wie in ari.conf")
    asterisk_password: str = Field(default="", repr=False, description="Kennwort an Asterisk; besser als Datei")
    asterisk_app: str = Field(default="servicecenter", description="Name der Anwendung im Wählplan, Stasis(…)")
    asterisk_phone: str = Field(default="PJSIP/{}", description="Wie ein Telefon einer Servicekraft gewählt wird")
    asterisk_number: str = Field(default="PJSIP/{}@trunk", description="Wie eine Rufnummer gewählt wird")
    asterisk_dialled: str = Field(
        default="Local/{}@from-agents/n", description="Wie gewählt wird, was jemand am Telefon eintippt"
    )
    asterisk_sounds: str = Field(
        default="", description="Ordner der Ansagen, wie Asterisk ihn sieht; leer heißt: sounds im Datenordner"
    )
    asterisk_timeout: float = Field(default=2.0, gt=0, description="Sekunden, die Asterisk für eine Antwort hat")
    tick_seconds: float = Field(default=5.0, gt=0, description="Abstand, in dem fällige Zusagen gesucht werden")

    @model_validator(mode="after")
    def _somebody_sends(self) -> Self:
        if self.smtp_host and "@" not in self.smtp_from:
            raise PydanticCustomError("sender", "no sender", {"field": "smtp_from"})
        return self

    @model_validator(mode="after")
    def _asterisk_can_be_spoken_to(self) -> Self:
        wrong = {
            "asterisk_url": self.asterisk_url and not self.asterisk_url.startswith(("http://", "https://")),
            "asterisk_password": self.asterisk_url and not self.asterisk_password,
            "asterisk_phone": self.asterisk_phone.count("{}") != 1,
            "asterisk_number": self.asterisk_number.count("{}") != 1,
            "asterisk_dialled": self.asterisk_dialled.count("{}") != 1,
        }
        for field in (field for field, is_wrong in wrong.items() if is_wrong):
            raise PydanticCustomError("asterisk", "cannot be spoken to", {"field": field})
        return self

    @property
    def link(self) -> str:
        """What links in mails begin with."""
        return self.address.rstrip("/") or f"http://{self.host}:{self.port}"

    @property
    def url(self) -> str:
        """The SQLAlchemy address of the database, with an asynchronous driver."""
        if not self.database_url:
            return f"sqlite+aiosqlite:///{self.data / 'servicecenter.sqlite3'}"
        for plain, driver in (("postgresql://", "postgresql+asyncpg://"), ("sqlite://", "sqlite+aiosqlite://")):
            if self.database_url.startswith(plain):
                return self.database_url.replace(plain, driver, 1)
        return self.database_url


def load_settings(**overrides: object) -> Settings:
    """Settings from the environment, `…_FILE` resolved; overrides win. Raises Invalid with the setting's name."""
    from_files: dict[str, object] = {}
    for field in Settings.model_fields:
        path = os.environ.get(f"{PREFIX}{field.upper()}_FILE")
        if path:
            try:
                from_files[field] = Path(path).read_text(encoding="utf-8").strip()
            except OSError as error:
                raise Invalid(
                    f"Die Einstellung {PREFIX}{field.upper()}_FILE ist nicht lesbar.",
                    f"Die Datei {path} lässt sich nicht öffnen: {error.strerror}.",
                    "Bitte den Pfad und die Leserechte prüfen.",
                ) from error
    try:
        return Settings(**{**from_files, **overrides})  # type: ignore[arg-type]  # pydantic checks each value
    except ValidationError as error:
        first = error.errors()[0]
        field = str(first["loc"][0] if first["loc"] else first["ctx"]["field"])
        raise Invalid(
            f"Die Einstellung {PREFIX}{field.upper()} passt nicht.",
            f"Erwartet wird: {Settings.model_fields[field].description}.",
            "Was erlaubt ist, steht in docs/settings.md.",
            field=field,
        ) from error
