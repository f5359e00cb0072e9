"""This file knows what people call levels: codes, numerals and the usual words of rank, and the order these say."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from ladder_export.reading.slugs import slug

ROMAN = {"I": 1, "II": 2, "III": 3, "IV": 4, "V": 5, "VI": 6, "VII": 7, "VIII": 8, "IX": 9, "X": 10}
CODE = (
    r"(?:[A-Za-z]{1,4}-?[0-9]{1,2}(?:\.[0-9]{1,2})*[a-z]?"
    rf"|[A-Z]{{1,5}}_[0-9]{{1,2}}|[A-Z]{{2,5}}[-_](?:{'|'.join(ROMAN)}))"
)
SEPARATOR = r"(?:\s*[:.|–—]\s*|\s+-\s+|\s+)"
LEADING = re.compile(rf"\[?(?P<code>{CODE})\]?(?:{SEPARATOR}(?P<title>.*)|$)", re.DOTALL)
TRAILING = re.compile(
    rf"(?P<title>.*?)(?:\s*[(\[](?P<code>{CODE})[)\]]|(?:\s+[-–—|]\s+|,\s*)(?P<bare>{CODE}))", re.DOTALL
)

ENCLOSED_CODE = re.compile(rf"(?P<title>[^()]+?)\s*\((?P<code>{CODE})\)(?P<rest>\s*[:–—-].*)", re.DOTALL)
NUMBER = re.compile(r"^[0-9]{1,2}[.)]\s+(?=\D)")  # before a heading, which a ladder does not print

# "Level 3" in the languages that we speak; other words count rungs, too.
COUNTED = "level|lvl|grade|band|tier|rung|stufe|ebene|niveau|échelon|nivel|grado|レベル|グレード|المستوى|الدرجة"
SPOKEN = re.compile(
    rf"(?P<word>{COUNTED})\s*(?P<number>[0-9]{{1,2}})(?:\s*[:.|–—]\s*|\s+-\s+|\s+|$)(?P<title>.*)",
    re.IGNORECASE | re.DOTALL,
)
NOT_A_CODE = re.compile(
    r"(?:Q[1-4]|H[12]|FY-?[0-9]+|v[0-9.]+|COVID-?19|ISO-?[0-9]+|S3|K8s|B2[bc]|[0-9]+)", re.IGNORECASE
)
NUMERAL = re.compile(r"(?P<name>\D*[^\W\d_]\D*?)\s+(?P<number>I{1,3}|IV|VI{0,3}|IX|X|[1-9][0-9]?)(?:\s*\(.*\))?")
ENCLOSED = re.compile(r"^\(([^()]*)\)$")
NOT_COUNTED = frozenset(
    (
        "appendix article act book case chapter day example figure footnote goal iteration item lesson month"
        " note option page paragraph part phase priority problem question quarter release rule section"
        " semester sprint step stage table task term topic version volume week year"
    ).split()
)

# The usual words of rank with the height they stand for: what says none of them stands at 2.
RANK_WORDS = {
    0.2: "intern|trainee|apprentice|praktikant|praktikantin|azubi|stagiaire|apprenti|becario|インターン",
    0.6: "graduate|entry|entry-level|new grad|beginner|novice|foundation|awareness",
    0.8: "associate|assistant|werkstudent|auxiliar|アソシエイト",
    1.0: "junior|jr|jr.|débutant|débutante|júnior|principiante|berufseinsteiger|ジュニア|مبتدئ",
    2.0: (
        "mid|mid-level|midlevel|intermediate|medior|regular|professional|working"
        "|confirmé|confirmée|intermedio|fortgeschritten|ミドル|متوسط"
    ),
    2.6: "advanced|proficient|practitioner|avanzado|avancé|experienced",
    3.0: "senior|sr|sr.|sénior|シニア|أول|leitender",
    4.0: "lead|team lead|tech lead|technical lead|teamleiter|líder|リード",
    4.2: "architect",
    4.3: "expert|experte|experto|experta|master",
    4.5: "staff|スタッフ",
    4.8: "manager|managerin|マネージャー|مدير",
    6.0: "principal|プリンシパル",
    7.0: "distinguished|head|head of|leiter|leiterin",
    8.0: "director|direktor|directeur|fellow",
    9.0: "vp|vice president|svp",
    10.0: "chief|cto|ceo|cpo",
}
HEIGHTS = {word: rank_height for rank_height, words in RANK_WORDS.items() for word in words.split("|")}
# What proficiencies are called; beside other words (basic tools, developing others) they say no rank.
STEPS = {
    "emerging": 0.5,
    "basic": 0.7,
    "foundational": 0.7,
    "developing": 1.2,
    "competent": 2.2,
    "skilled": 2.4,
    "mastering": 4.4,
}
WORD = "|".join(re.escape(word) for word in sorted(HEIGHTS, key=len, reverse=True))
RANKS = re.compile(rf"(?<![\w.-])(?:{WORD})(?![\w-])", re.IGNORECASE)
# A manager or an architect is what people are, not how high they stand.
ROLES = frozenset(
    {"manager", "managerin", "architect", "マネージャー", "مدير", "master", "professional", "regular", "working"}
)
FROM_TO = re.compile(r"\b(?:to|vs|versus)\b|→|->")  # as in: from junior to senior
# What people are by trade, at the end of a title, or in some languages at its beginning: a page called so may be a role
# that has no rank.
TRADES = re.compile(
    r".*\b(?:accountant|administrator|advocate|agent|analyst|architect|coach|consultant|coordinator|designer|developer|editor"
    r"|engineer|marketer|officer|operator|partner|planner|producer|programmer|recruiter|representative|researcher|scientist"
    r"|specialist|strategist|technician|tester|translator|writer|\w*(?:berater|entwickler|gestalter|ingenieur|redakteur)(?:in)?)s?"
    r"|(?:concept|développ|rédact|ingéni)(?:eure?|euse|rice)\b.*|(?:desarrollador|diseñador|ingenier[oa])a?\b.*"
    r"|.*(?:エンジニア|デザイナー)|(?:مهندس|مصمم)ة?\b.*",
    re.IGNORECASE,
)
MAX_WORDS = 8
MAX_CHARS = 90
AVERAGE = 2.0  # the height of a title that says no word of rank

AFTER_A_VERB = frozenset("by with the a an to others through from in on your our my teams people and for at as".split())

NOT_A_TITLE = frozenset("from i i'm i’m we you my our how what why when who to for becoming being working".split())

SURE, LIKELY, PERHAPS = 1.0, 0.85, 0.6


@lru_cache(maxsize=4096)
def split_title(title: str) -> tuple[str, str]:
    """Return the code in a title, and the title without it; the code is empty where there is none."""
    title = NUMBER.sub("", " ".join(title.split()))
    if found := SPOKEN.fullmatch(title):
        letter = found["word"][0].upper() if found["word"].isascii() else "L"
        bare = found["title"].strip()
        return f"{letter}{found['number']}", (ENCLOSED.sub(r"\1", bare) if bare else title)
    if (found := LEADING.fullmatch(title)) and _is_code(found["code"]):
        return found["code"], (found["title"] or "").strip() or found["code"]
    if (found := TRAILING.fullmatch(title)) and _is_code(code := found["code"] or found["bare"]):
        return code, found["title"].strip() or code
    return _enclosed(title)


def _numeral(title: str) -> re.Match[str] | None:
    """A title that ends with a numeral; the pattern is not made for texts that are no title."""
    return NUMERAL.fullmatch(title) if len(title) <= MAX_CHARS else None


def is_nameless(code: str, title: str) -> bool:
    """Whether a title says nothing but the code: L3, or Level 3."""
    spoken = SPOKEN.fullmatch(title)
    return not code or title == code or bool(spoken and not spoken["title"])


def _enclosed(title: str) -> tuple[str, str]:
    """The code that a title has in parentheses before its end, and the title without it."""
    found = ENCLOSED_CODE.fullmatch(title)
    return (found["code"], found["title"] + found["rest"]) if found and _is_code(found["code"]) else ("", title)


def make_stem(code: str, title: str, track: str = "") -> str:
    """Return the id that a level wishes for, with its track where it is not in it."""
    stem = slug(f"{code} {title}" if code and code != title else title)
    return f"{slug(track)}-{stem}" if track and slug(track) not in stem else stem


def name_guesses(code: str, title: str) -> tuple[tuple[str, str], ...]:
    """Return what is guessed about the name of a level: all of it where there is only a code."""
    return (("title", "guessed: the source gives this level a code and no name"),) if code == title else ()


def _is_code(text: str) -> bool:
    counted = re.split("[-_]", text)[0].casefold() in NOT_COUNTED
    return any(char.isupper() for char in text) and not counted and not NOT_A_CODE.fullmatch(text)


@lru_cache(maxsize=4096)  # every reader asks of every heading
def likeness(title: str) -> float:
    """Return how much a heading looks like the name of a level, from 0 to 1."""
    title = " ".join(title.split())
    if not title or _is_sentence(title):
        return 0.0
    if title.casefold() in STEPS:
        return LIKELY
    code, name = split_title(title)
    if len(name.split()) > MAX_WORDS or (FROM_TO.search(name) and len(RANKS.findall(name)) > 1):
        return 0.0
    if code:
        return SURE
    if (found := _numeral(title)) and found["name"].split()[-1].casefold().strip(":") not in NOT_COUNTED:
        return 0.9
    return _rank_likeness(title)


def _is_sentence(title: str) -> bool:
    ends = title.endswith((".", "?", "!", ";", ",")) and not RANKS.fullmatch(title)
    return ends or len(title) > MAX_CHARS


def _rank_likeness(title: str) -> float:
    if " " in title and title.partition(" ")[0].casefold() in NOT_A_TITLE:
        return 0.0
    bare = re.sub(r"\s*\([^()]*\)", "", title).strip()
    found = list(RANKS.finditer(bare))
    if found and all(not part.strip(" /,&+–—-") for part in RANKS.split(bare)):
        return PERHAPS if all(one[0].casefold() in ROLES for one in found) else LIKELY
    return max((_word_likeness(one, bare) for one in found), default=0.0)


def _word_likeness(found: re.Match[str], title: str) -> float:
    """How much one word of rank makes its title the name of a level."""
    word, after = found[0].casefold(), title[found.end() :].split()
    if word in ROLES:
        return 0.0 if after else PERHAPS
    if after and after[0].casefold() in AFTER_A_VERB and not word.endswith(" of"):
        return 0.0
    return LIKELY if found.start() == 0 or not after else PERHAPS


def is_trade(title: str) -> bool:
    """Return whether a title says a trade and no rank: UX Designer."""
    bare = re.sub(r"\s*\([^()]*\)", "", title).strip()
    return len(bare.split()) <= MAX_WORDS and not likeness(title) and bool(TRADES.fullmatch(bare))


def family(title: str) -> str:
    """Return what levels of a track have in common, in lower case."""
    return family_name(title).casefold()


@lru_cache(maxsize=4096)  # as above
def family_name(title: str) -> str:
    """Return a title without code, rank and numeral."""
    _, name = split_title(title)
    name = re.sub(r"\s*\([^()]*\)", "", name)
    if found := _numeral(name):
        name = found["name"]
    kept = [
        word
        for word in RANKS.sub(lambda one: one[0] if one[0].casefold() in ROLES else " ", name).split()
        if word.strip("/&,-–")
    ]
    return " ".join(kept)


def are_levels(titles: Sequence[str]) -> list[bool]:
    """Return for each of some headings side by side whether it names a level.

    One that says no rank is one where it is what others are without theirs (Baker beside Senior Baker),
    or ends as they do (Operations Baker).
    """
    like = [likeness(title) >= PERHAPS for title in titles]
    families = {family(title) for title, one in zip(titles, like, strict=True) if one} - {""}
    nouns = {name.split()[-1] for name in families}
    return [one or _belongs(title, families, nouns) for title, one in zip(titles, like, strict=True)]


def _belongs(title: str, families: set[str], nouns: set[str]) -> bool:
    name = family(title)
    short = 0 < len(name.split()) <= MAX_WORDS and not title.strip().endswith((".", "?", "!", ":"))
    return short and (name in families or name.split()[-1] in nouns)


def score(titles: Sequence[str]) -> float:
    """Return how much of some headings side by side looks like levels, from 0 to 1."""
    said = [title for title in titles if title.strip()]
    if not said or not any(map(likeness, said)):
        return 0.0
    levels = are_levels(said)
    return sum(max(likeness(title), 0.7) if one else 0.0 for title, one in zip(said, levels, strict=True)) / len(said)


def rank_height(title: str) -> float | None:
    """Return how high a title stands by its words and numeral; None where it says neither."""
    _, name = split_title(title)
    bare = re.sub(r"\s*\([^()]*\)", "", name)
    numeral = _numeral(bare)
    words = [HEIGHTS[found.casefold()] for found in RANKS.findall(bare)]
    words += [STEPS[bare.casefold()]] if bare.casefold() in STEPS else []
    if not words and not numeral:
        return None
    step = (ROMAN.get(numeral["number"]) or int(numeral["number"])) / 100 if numeral else 0.0
    # "Senior Staff" stands above "Staff", "Associate Director" below "Director".
    highest = max(words, default=AVERAGE)
    others = sum(word - AVERAGE for word in words) - (highest - AVERAGE) if words else 0.0
    return highest + others / 10 + step


def ordinal(code: str) -> float | None:
    """Return the number in a code."""
    found = re.search(r"[0-9]+(?:\.[0-9]+)?", code)
    return float(found[0]) if found else None
