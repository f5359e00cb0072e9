"""Guess the language of a ladder by its script, else by its most frequent short words.

Detection libraries weigh tens of megabytes; ladders come in few languages, and are long enough for such words.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

SCRIPTS = (
    ("ja", re.compile("[\u3040-\u30ff]")),
    ("ko", re.compile("[\uac00-\ud7af]")),
    ("zh", re.compile("[\u4e00-\u9fff]")),
    ("ar", re.compile("[\u0600-\u06ff]")),
    ("he", re.compile("[\u0590-\u05ff]")),
    ("el", re.compile("[\u0370-\u03ff]")),
    ("ru", re.compile("[\u0400-\u04ff]")),
)
SMALL_WORDS = {
    "en": "the and of to with for is are they their you your our i my on at as by or from that this be can has",
    "de": "und der die das mit für ist ich wir nicht von zu im ein eine den dem auf des auch als bei werden oder kann",
    "fr": "et les des une dans pour est je nous avec sur la le du qui ses au aux par plus sont leur leurs être sait",
    "es": "y los las una para con que en el la del se por sus es como más su nosotros puede sobre equipo al lo son",
    "pt": "e os das uma para com que em do da não por seus como mais no na ao são pelo pela dos às é você sua",
    "it": "e gli delle una per con che nel della di il la sono i suoi come più al dei un è le lavoro si sa",
    "nl": "en het een voor met van de is ik wij niet op te zijn aan bij ook als door dat kan worden heeft om naar",
    "sv": "och att det en för med som på är jag vi inte av till den har kan om ett sina från eller ska vid sin",
    "pl": "i w na z do jest nie się że oraz przez jak są po dla od pracy o to za jego lub może tym przy ma",
}
VOTES = {
    word: [code for code, words in SMALL_WORDS.items() if word in words.split()]
    for words in SMALL_WORDS.values()
    for word in words.split()
}
MIN_VOTES = 5  # short words needed to decide
MAX_CHARS = 20_000
MIN_SCRIPT_SHARE = 0.2  # of all letters; names of tools use Latin letters in every language


def guess_language(texts: Iterable[str]) -> str:
    """Return the language of some texts as a BCP 47 tag, such as "de"; empty if it is uncertain."""
    sample = ""
    for text in texts:
        sample += f"{text} "
        if len(sample) > MAX_CHARS:
            break
    return _language_of_script(sample) or _language_of_words(sample)


def _language_of_script(text: str) -> str:
    """Return the language whose script the text is written in; empty for Latin letters."""
    letters = sum(map(str.isalpha, text))
    if not letters:
        return ""
    return next((code for code, script in SCRIPTS if len(script.findall(text)) > letters * MIN_SCRIPT_SHARE), "")


def _language_of_words(text: str) -> str:
    """Return the language of the most frequent short words; empty where they are too few or ambiguous."""
    votes: Counter[str] = Counter()
    for word in re.findall(r"[^\W\d_]+", text.casefold()):
        codes = VOTES.get(word, ())
        votes.update({code: 1 / len(codes) for code in codes})
    ((best, count), *others) = votes.most_common(2) or [("", 0)]
    if count < MIN_VOTES or (others and others[0][1] * 1.3 > count):
        return ""
    return best
