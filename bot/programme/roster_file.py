"""A coordinator's list read from the bytes of a CSV or XLSX file: which column is what, in English and French."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache, lru_cache, partial

from babel import Locale, UnknownLocaleError

from bot.programme.exporting.safe_text import unguarded
from bot.programme.table_file import BAD_FILES as BAD_FILES
from bot.programme.table_file import BadFile as BadFile
from bot.programme.table_file import Cells, Line, read_table
from flows.reading import clean_name
from flows.roster import RosterRow
from flows.spellings import word_key

# Headings as `word_key` gives them.
_HEADINGS: Mapping[str, str] = {
    "organisation": "organisation|organization|organisations|organisme|structure|association|ngo|ong|institution"
    "|organisation name|organization name|name of organisation|name of organization|name of the organisation"
    "|nom de lorganisation|nom de lorganisme|nom de la structure|nom organisation|entreprise|company",
    "person": "person|name|full name|contact person|contact name|person name|name of person|participant|respondent"
    "|nom|nom complet|personne|personne de contact|nom de la personne|nom du contact|nom et prenom|nom prenom"
    "|prenom et nom|repondant",
    "given": "given name|first name|firstname|forename|prenom|prenoms",
    "family": "family name|last name|lastname|surname|nom de famille",
    "language": "language|lang|preferred language|language code|langue|langue preferee|code langue",
    "contact": "contact|phone|phone number|telephone|telephone number|tel|mobile|mobile phone|mobile number|email"
    "|e mail|email address|mail|whatsapp|telephone portable|numero de telephone|portable|courriel|adresse e mail"
    "|adresse email|coordonnees",
    "code": "code|id|organisation code|organization code|organisation id|organization id|registration number"
    "|registration no|registration|reg no|code organisation|code de lorganisation|numero denregistrement"
    "|numero dimmatriculation|matricule|identifiant",
}
_FIELD_OF = {heading: field for field, texts in _HEADINGS.items() for heading in texts.split("|")}
# Longer headings are known by one word of theirs, where no other word says that they mean something else.
_WORDS = {
    **dict.fromkeys(
        ("organisation", "organization", "organisme", "lorganisation", "lorganisme"), "organisation"
    ),
    **dict.fromkeys(("phone", "telephone", "email", "mobile", "courriel", "whatsapp"), "contact"),
    **dict.fromkeys(("language", "langue"), "language"),
}
_ELSE = "type kind size taille date address adresse country pays website site web staff number nombre id code"
# Languages that people name in the language itself, beside the shipped ones.
_OWN_NAMES = (
    "am ar bn de es fa ff ha hi id ig ln mg my ne om pt ru rw sn so sw ta te th ti tr uk ur vi wo yo zh zu"
)


def read_roster(data: bytes) -> tuple[RosterRow, ...]:
    """The rows of a list, in order; raises BadFile where the file as a whole cannot be read."""
    heading, lines = read_table(data, _is_heading)
    row_of = partial(_row_of, _columns(heading))
    return tuple(row for row in map(row_of, lines) if row is not None)


@lru_cache(maxsize=1000)
def language_code(text: str) -> str:
    """The code of a language that is written as a code or by its name; empty where it is none that is known."""
    code = text.strip().replace("_", "-")
    if code.isascii() and len(code.split("-")[0]) <= 3:
        try:
            return str(Locale.parse(code, sep="-").language)
        except (UnknownLocaleError, ValueError):
            pass
    key = word_key(text)
    return _names_in("en", "fr").get(key) or _own_names().get(key, "")


@cache
def _names_in(*readers: str) -> Mapping[str, str]:
    return {
        word_key(str(name)): str(code)
        for reader in reversed(readers)
        for code, name in sorted(Locale(reader).languages.items(), reverse=True)
        if code.isalpha()
    }


@cache
def _own_names() -> Mapping[str, str]:
    """Read only where somebody writes one: each costs the loading of a language."""
    return {word_key(str(Locale(code).languages[code])): code for code in _OWN_NAMES.split()}


def _is_heading(cells: Cells) -> bool:
    """One cell with the word in it may be a title; the word alone is a heading."""
    columns = _columns(cells)
    alone = any(_FIELD_OF.get(word_key(cell)) == "organisation" for cell in cells)
    return "organisation" in columns and (alone or len(columns) > 1)


def _columns(cells: Cells) -> dict[str, list[int]]:
    """The places of the columns of each field. Whole headings are believed before single words of them."""
    found: dict[str, list[int]] = {}
    keys = [word_key(cell) for cell in cells]
    for known in (_FIELD_OF.get, _field_by_word):
        taken = {place for places in found.values() for place in places}
        for place, key in enumerate(keys):
            field = known(key)
            if field is not None and place not in taken and (field == "contact" or field not in found):
                found.setdefault(field, []).append(place)
    return found


def _field_by_word(key: str) -> str | None:
    words = key.split()
    if not set(words).isdisjoint(_ELSE.split()):
        return None
    return next((_WORDS[word] for word in words if word in _WORDS), None)


def _row_of(columns: Mapping[str, Sequence[int]], line: Line) -> RosterRow | None:
    """The row in this line; None where nothing of it is ours."""
    number, cells = line

    def first(field: str, clean: Callable[[str], str] = clean_name) -> str:
        texts = (unguarded(cells[place]) for place in columns.get(field, ()) if place < len(cells))
        return next((kept for text in texts if (kept := clean(text))), "")

    written = first("person", str.strip) + first("given", str.strip) + first("family", str.strip)
    person = clean_name(f"{first('given')} {first('family') or first('person')}")
    language = first("language")
    row = RosterRow(
        number,
        first("organisation"),
        person,
        language_code(language),
        first("contact"),
        first("code"),
        tuple(_troubles(written, person, language)),
    )
    return row if any((row.organisation, written, row.contact, row.code, row.troubles)) else None


def _troubles(written: str, person: str, language: str) -> list[str]:
    unread = ["language_unknown"] if language and not language_code(language) else []
    return [*unread, "person_unreadable"] if written and not person else unread
