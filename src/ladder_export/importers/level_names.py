"""Recognise names of levels, such as L3 or Senior Engineer, by codes, numerals and words of rank, and sort them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from ladder_export.reading.slugs import slug

ROMAN = {"I": 1, "II": 2, "III": 3, "IV": 4, "V": 5, "VI": 6, "VII": 7, "VIII": 8, "IX": 9, "X": 10}
CODE = (
    r"(?:[A-Za-z]{1,4}-?[0-9]{1,2}(?:\.[0-9]{1,2})*[a-z]?"
    rf"|[A-Z]{{1,5}}_[0-9]{{1,2}}|[A-Z]{{2,5}}[-_](?:{'|'.join(ROMAN)}))"
)
SEPARATOR = r"(?:\s*[:.|–—]\s*|\s+-\s+|\s+)"
LEADING = re.compile(rf"\[?(?P<bare>(?P<code>{CODE}))\]?(?:{SEPARATOR}(?P<title>.*)|$)", re.DOTALL)
TRAILING = re.compile(
    rf"(?P<title>.*?)(?:\s*[(\[](?P<code>{CODE})[)\]]|(?:\s+[-–—|]\s+|,\s*)(?P<bare>{CODE}))", re.DOTALL
)

ENCLOSED_CODE = re.compile(rf"(?P<title>[^()]+?)\s*\((?P<code>{CODE})\)(?P<rest>\s*[:–—-].*)", re.DOTALL)
NUMBER = re.compile(r"^[0-9]{1,2}[.)]\s+(?=\D)")  # before a heading; a ladder does not print it

# "Level 3" in the languages of ladder-export, and other words with which levels are counted.
COUNTED = "level|lvl|grade|band|tier|rung|stufe|ebene|niveau|échelon|nivel|grado|レベル|グレード|المستوى|الدرجة"
COUNTED_LEVEL = re.compile(
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

# The usual words of rank with their height; a title without any has height 2. A space may be a hyphen in the source.
RANK_WORDS = {
    0.2: "intern|trainee|apprentice|praktikant|praktikantin|azubi|stagiaire|apprenti|becario|インターン",
    0.6: "graduate|entry|entry level|new grad|beginner|novice|foundation|awareness",
    0.8: "associate|assistant|werkstudent|auxiliar|アソシエイト",
    1.0: "junior|jr|jr.|débutant|débutante|júnior|principiante|berufseinsteiger|ジュニア|مبتدئ",
    2.0: (
        "mid|mid level|midlevel|middle|intermediate|medior|regular|professional|working"
        "|confirmé|confirmée|intermédiaire|intermedio|fortgeschritten|ミドル|متوسط"
    ),
    2.4: "semi senior|semisenior|semi sénior|ssr|ssr.",
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
# Names of proficiencies; next to other words (basic tools, developing others) they are no rank.
STEPS = {
    "emerging": 0.5,
    "basic": 0.7,
    "foundational": 0.7,
    "developing": 1.2,
    "competent": 2.2,
    "skilled": 2.4,
    "mastering": 4.4,
}
WORD = "|".join(re.escape(word).replace("\\ ", "[ -]") for word in sorted(HEIGHTS, key=len, reverse=True))
RANKS = re.compile(rf"(?<![\w.-])(?:{WORD})(?![\w-])", re.IGNORECASE)
# Words of rank that may also be a job, such as manager or architect.
ROLES = frozenset(
    {"manager", "managerin", "architect", "マネージャー", "مدير", "master", "professional", "regular", "working"}
)
FROM_TO = re.compile(r"\b(?:to|vs|versus)\b|→|->")  # such as "from junior to senior"
# Trades, at the end of a title or, in some languages, at its beginning: a page with such a title may be a role
# without rank.
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
AVERAGE = 2.0  # the height of a title without a word of rank

AFTER_A_VERB = frozenset("by with the a an to others through from in on your our my teams people and for at as".split())

NOT_A_TITLE = frozenset("from i i'm i’m we you my our how what why when who to for becoming being working".split())

SURE, LIKELY, PERHAPS = 1.0, 0.85, 0.6


def _without_remarks(title: str) -> str:
    """Return a title without the remarks in parentheses, such as "(2-5 years)"."""
    return re.sub(r"\s*\([^()]*\)", "", title).strip()


@lru_cache(maxsize=4096)
def split_title(title: str) -> tuple[str, str]:
    """Split a title such as `L3: Senior Engineer` into the code and the rest; the code is empty if there is none.

    A title that is only a code is returned as both.
    """
    title = NUMBER.sub("", " ".join(title.split())).rstrip(": ")
    if match := COUNTED_LEVEL.fullmatch(title):
        letter = match["word"][0].upper() if match["word"].isascii() else "L"
        return f"{letter}{match['number']}", ENCLOSED.sub(r"\1", match["title"].strip()) or title
    for pattern in (LEADING, TRAILING):
        if (match := pattern.fullmatch(title)) and _is_code(code := match["code"] or match["bare"]):
            return code, _title_behind_code(title, (match["title"] or "").strip()) or code
    return _enclosed(title)


def _title_behind_code(title: str, rest: str) -> str:
    """Return what a title says besides its code; all of it where it names a step, such as L1 → L2."""
    return title if FROM_TO.match(rest) else rest


def codes_and_titles(names: Iterable[str]) -> set[str]:
    """Return the codes and the titles in names of levels, in lower case: "L3 Senior" gives "l3" and "senior"."""
    return {text.casefold() for name in names for text in split_title(name) if text}


def _numeral(title: str) -> re.Match[str] | None:
    """Match a title that ends with a numeral; None for texts too long to be a title."""
    return NUMERAL.fullmatch(title) if len(title) <= MAX_CHARS else None


def is_nameless(code: str, title: str) -> bool:
    """Return whether a level has no name besides its code, as in L3 or Level 3; also true if the code is empty."""
    match = COUNTED_LEVEL.fullmatch(title)
    return not code or title == code or bool(match and not match["title"])


def _enclosed(title: str) -> tuple[str, str]:
    """Return a code in parentheses inside a title, and the title without it."""
    match = ENCLOSED_CODE.fullmatch(title)
    return (match["code"], match["title"] + match["rest"]) if match and _is_code(match["code"]) else ("", title)


def make_stem(code: str, title: str, track: str = "") -> str:
    """Return a proposed id for a level, made of its code and title, after its track's id unless that is in them."""
    stem = slug(f"{code} {title}" if code and code != title else title)
    return f"{slug(track)}-{stem}" if track and slug(track) not in stem else stem


def name_guesses(code: str, title: str) -> tuple[tuple[str, str], ...]:
    """Return comments on guesses in a level's name, each as a pair of a YAML key and a comment.

    There is one if the title is only the code, and none for any other level.
    """
    return (("title", "guessed: the source gives this level a code and no name"),) if code == title else ()


def _is_code(text: str) -> bool:
    """Return whether a text in the form of a code is one; Q3 and Step-2 are not."""
    counted = re.split("[-_]", text)[0].casefold() in NOT_COUNTED
    return any(char.isupper() for char in text) and not counted and not NOT_A_CODE.fullmatch(text)


@lru_cache(maxsize=16_384)  # every dialect asks for every heading
def likeness(title: str) -> float:
    """Return how much a heading looks like the name of a level, from 0 (not at all) to 1."""
    title = " ".join(title.split())
    if not title or _is_sentence(title):
        return 0.0
    if title.casefold() in STEPS:
        return LIKELY
    code, name = split_title(title)
    bare = _without_remarks(name)
    if len(bare.split()) > MAX_WORDS or (FROM_TO.search(bare) and len(RANKS.findall(bare)) > 1):
        return 0.0
    if code:
        return SURE
    if (match := _numeral(title)) and match["name"].split()[-1].casefold().strip(":") not in NOT_COUNTED:
        return 0.9
    return _rank_likeness(title)


def _is_sentence(title: str) -> bool:
    """Return whether a title is a sentence, by its end or length."""
    ends = title.endswith((".", "?", "!", ";", ",")) and not RANKS.fullmatch(title)
    return ends or len(title) > MAX_CHARS


def _rank_likeness(title: str) -> float:
    """Return the likeness of a title by its words of rank."""
    if " " in title and title.partition(" ")[0].casefold() in NOT_A_TITLE:
        return 0.0
    bare = _without_remarks(title)
    match = list(RANKS.finditer(bare))
    if match and all(not gap.strip(" /,&+–—-") for gap in RANKS.split(bare)):
        return PERHAPS if all(match[0].casefold() in ROLES for match in match) else LIKELY
    return max((_word_likeness(match, bare) for match in match), default=0.0)


def _word_likeness(match: re.Match[str], title: str) -> float:
    """Return how much one word of rank makes its title the name of a level."""
    word, after = match[0].casefold(), title[match.end() :].split()
    if word in ROLES:
        return 0.0 if after else PERHAPS
    if after and after[0].casefold() in AFTER_A_VERB and not word.endswith(" of"):
        return 0.0
    return LIKELY if match.start() == 0 or not after else PERHAPS


def is_trade(title: str) -> bool:
    """Return whether a title names a profession without a rank, such as UX Designer."""
    bare = _without_remarks(title)
    return len(bare.split()) <= MAX_WORDS and not likeness(title) and bool(TRADES.fullmatch(bare))


def family(title: str) -> str:
    """Return a title without code, rank and numeral, in lower case; levels of one track have it in common."""
    return family_name(title).casefold()


@lru_cache(maxsize=4096)  # as above
def family_name(title: str) -> str:
    """Return a title without code, rank and numeral, such as Engineer for L3 Senior Engineer."""
    _, name = split_title(title)
    name = _without_remarks(name)
    if match := _numeral(name):
        name = match["name"]
    words = [
        word
        for word in RANKS.sub(lambda match: match[0] if match[0].casefold() in ROLES else " ", name).split()
        if word.strip("/&,-–")
    ]
    return " ".join(words)


def are_levels(titles: Sequence[str]) -> list[bool]:
    """Return for each heading in a group, such as the headings of one depth, whether it names a level.

    A heading without rank names a level if another heading is the same with a rank (Baker, because of Senior Baker), or
    if it ends with the same word as such a heading (Operations Baker).
    """
    have_ranks = [likeness(title) >= PERHAPS for title in titles]
    families = {family(title) for title, is_level in zip(titles, have_ranks, strict=True) if is_level} - {""}
    nouns = {name.split()[-1] for name in families}
    return [is_level or _belongs(title, families, nouns) for title, is_level in zip(titles, have_ranks, strict=True)]


def _belongs(title: str, families: set[str], nouns: set[str]) -> bool:
    """Return whether a title without rank names a level among others."""
    name = family(title)
    short = 0 < len(name.split()) <= MAX_WORDS and not title.strip().endswith((".", "?", "!", ":"))
    return short and (name in families or name.split()[-1] in nouns)


def score(titles: Sequence[str]) -> float:
    """Return how much a group of headings looks like names of levels, from 0 to 1."""
    filled = [title for title in titles if title.strip()]
    if not filled or not any(map(likeness, filled)):
        return 0.0
    levels = are_levels(filled)
    return sum(
        max(likeness(title), 0.7) if is_level else 0.0 for title, is_level in zip(filled, levels, strict=True)
    ) / len(filled)


def rank_height(title: str) -> float | None:
    """Return a number that is greater for a higher rank, from words such as Senior, and numerals; None without any."""
    _, name = split_title(title)
    bare = _without_remarks(name)
    numeral = _numeral(bare)
    words = [HEIGHTS[match.casefold().replace("-", " ")] for match in RANKS.findall(bare)]
    words += [STEPS[bare.casefold()]] if bare.casefold() in STEPS else []
    if not words and not numeral:
        return None
    step = (ROMAN.get(numeral["number"]) or int(numeral["number"])) / 100 if numeral else 0.0
    # "Senior Staff" is higher than "Staff", "Associate Director" lower than "Director".
    highest = max(words, default=AVERAGE)
    other_heights = sum(word - AVERAGE for word in words) - (highest - AVERAGE) if words else 0.0
    return highest + other_heights / 10 + step


def ordinal(code: str) -> float | None:
    """Return the number in a level's code, such as 3 for L3, by which levels are sorted; None if it has none."""
    match = re.search(r"[0-9]+(?:\.[0-9]+)?", code)
    return float(match[0]) if match else None
