"""The documents that decks are tried with: an ordinary level, and every extreme we know of."""

from __future__ import annotations

from dataclasses import replace

from ladder_export.core.document import (
    BeforeAfter,
    BlankTable,
    Bullets,
    Document,
    EvidenceItem,
    EvidenceTable,
    Facts,
    FormFields,
    Item,
    Piece,
    Prose,
    Section,
    TrackProgress,
    TrackStep,
)
from ladder_export.core.problems import Span
from ladder_export.core.radar import Radar, RadarAxis
from ladder_export.core.text import Run, Text, parse, plain_text

AREAS = {
    ("🦉", "Domain expertise"): (
        (
            "I am advanced in my team's domain.",
            "I competently demonstrate my lived experience of server operating systems, network, and security fundamentals.",
            "I can confidently step outside my comfort zone and adapt quickly to new technologies.",
            "I can design and implement infrastructure as code.",
            "I am proficient with virtualisation, containerisation, and serverless technologies.",
            "I make appropriate scaling, reliability, and maintenance trade-offs **as they occur** in practice.",
            "I identify, qualify and reduce technical debt as appropriate to my team's priorities.",
            "I confidently provide security expertise during peer reviews for the `cloud-platform` codebase.",
        ),
        (
            "I led a small improvement project for Octopus Cloud from pitch to production, collaborating with my team.",
            "I made pragmatic decisions to ship a product. I engaged stakeholders and kept them informed.",
            "People asked me for my opinion when making technical decisions because I had a *proven* track record.",
            "I guided my team's decision-making around [operational concerns](https://example.org/risk?a=1&b=2), balancing delivery and quality.",
            "I reviewed a PR that fixes a vulnerability in the `cloud-platform`.",
        ),
    ),
    ("🌱", "Teaching and Mentoring"): (
        (
            'I consistently help new hires and team members to "level up" and become more proficient over time.',
            "I am fuelling my team's desire to learn.",
        ),
        (
            "I saw an opportunity to train others, and I followed through to provide a knowledge-sharing session.",
            "I ran a knowledge-sharing session.",
            "I shared useful videos/blogs/papers that led to some action.",
        ),
    ),
    ("🧭", "Culture and Leadership"): (
        (
            "I collaborate on technical direction within already-defined projects.",
            "I am willing to take on the necessary and unglamorous work needed to get things done.",
            "I take responsibility for my own mistakes and learn from the mistakes of others.",
            "I improve the productivity and delivery of my team.",
        ),
        ("I recognised a problem early and fixed it.",),
    ),
    ("🏆", "Business Success"): (("I ship ideas from conception to production.",), ()),
}
SUMMARY = (
    "I am a highly skilled professional responsible for designing and implementing robust security measures and "
    "strategies within cloud environments. I possess a deep understanding of the Octopus Cloud platform, conduct risk "
    "assessments, and implement security policies."
)
FACTS = (
    ("Planning Horizon", "Current and next cycle."),
    ("Impact Radius", "Peers (2-5)."),
    ("Evaluation", "Manager."),
    ("Responsibility and Direction Needed", "Takes vertical slices of larger products from idea to production."),
)
LONG_STATEMENT = (
    "I take vertical slices of larger products from idea to production, and I tell the people around me what I learnt. "
    * 6
)[:682]


def bullets(*items: str, role: str = "statements", label: str = "", language: str = "en") -> Bullets:
    """Points of a role from Markdown."""
    kind = "examples" if role == "examples" else "statements"
    return Bullets(kind, tuple(Item(parse(item, language)) for item in items), label)


def climb(*codes: str, here: int = 1) -> TrackProgress:
    """A track with rungs of these codes."""
    rungs = tuple(TrackStep(code, f"Engineer {place}", place == here) for place, code in enumerate(codes))
    return TrackProgress(rungs, "Levels of this track")


def prose(*paragraphs: str, language: str = "en") -> Prose:
    """Paragraphs from Markdown."""
    return Prose(tuple(parse(paragraph, language) for paragraph in paragraphs))


def facts(*rows: tuple[str, str], label: str = "At a glance") -> Facts:
    """Labelled lines from Markdown."""
    return Facts(tuple((name, parse(value)) for name, value in rows), label)


def document(
    *sections: Section,
    opening: tuple[Piece, ...] = (),
    title: str = "Senior Cloud Security Engineer",
    mark: str = "L3",
    language: str = "en",
) -> Document:
    """A deck's document about one level."""
    return Document(
        kind="deck",
        slug="l3-senior-cloud-security-engineer",
        level="l3-senior-cloud-security-engineer",
        title=title,
        code=mark,
        breadcrumbs=("Octopus", "Engineering ladder", "Cloud Security"),
        language=language,
        header_pieces=opening,
        sections=sections,
        footer="Engineering ladder · 2026.1",
        watermark="",
        credit=plain_text(""),
        author="Octopus",
        description=SUMMARY,
        sources=("cloud-security/l3.yaml",),
        attachments=(),
        span=Span("cloud-security/l3.yaml"),
    )


def area(icon: str, title: str, statements: tuple[str, ...], examples: tuple[str, ...] = ()) -> Section:
    """An area of a level, as the deck edition makes it."""
    pieces: tuple[Piece, ...] = (bullets(*statements),)
    if examples:
        pieces += (bullets(*examples, role="examples", label="Examples"),)
    return Section(title, pieces, icon)


GLANCE = Section("At a glance", (facts(*FACTS),))
SEED_AREAS = tuple(area(icon, title, *texts) for (icon, title), texts in AREAS.items())
OPENING = (prose(SUMMARY), climb("L2", "L3", "L4"))

SEED = document(GLANCE, *SEED_AREAS, opening=OPENING)
SHORT = document(area("", "Craft", ("I ask.",)), mark="")
CROWDED = document(
    area("🦉", "Domain expertise", tuple(f"Statement {n}: {SUMMARY[: 40 + n * 2]}" for n in range(61))), opening=OPENING
)
LONG_WINDED = document(area("🦉", "Domain expertise", ("I ask.", LONG_STATEMENT, "I listen.")), opening=OPENING)
ENDLESS = document(area("", "Craft", ("I ask.", SUMMARY * 9)), opening=(prose(*[SUMMARY] * 5),))
MANY_AREAS = document(
    *(area("🧭", f"Area {n}", (f"I do {n}.", f"I do {n} again."), (f"I did {n}.",)) for n in range(15)), opening=OPENING
)
GRAND = document(
    Section("At a glance", (facts(*((f"Fact {n}", f"{SUMMARY[: 30 + n * 12]} {n}") for n in range(12))),)),
    area(
        "🦉",
        "An area whose title is so long that it needs the second line of its slide to be read",
        ("I ask.",),
        ("Asked.",),
    ),
    title="Distinguished Principal Engineer for Cloud Security, Reliability and Developer Experience",
    mark="L12.5",
    opening=(prose(SUMMARY, SUMMARY[:120]), climb(*(f"L{n}" for n in range(1, 13)), here=11)),
)
ODD_PLACES = document(
    Section("", (prose("A paragraph of the header."), bullets("A point of the header."))),
    Section("Empty", ()),
    Section("Everything", (prose("One.", "Two."), facts(("Label", "Value")), climb("L1", "L2"), bullets("Three."))),
    Section("Everything", (bullets("Four."),)),
    opening=(
        facts(("First", "fact")),
        prose("Short summary with a [link](https://example.org)."),
        prose("More."),
        *OPENING[1:],
        *OPENING[1:],
    ),
)
JAPANESE = document(
    Section("概要", (Facts((("計画範囲", parse("現在と次のサイクル。", "ja")),), "概要"),)),
    area(
        "🦉",
        "専門知識",
        (
            "私はチームの領域に精通しており、複雑な課題を分解して段階的に価値を届けることができます。" * 2,
            "サーバーのオペレーティングシステム、ネットワーク、セキュリティの基礎に関する実務経験を発揮します。",
        ),
        ("小さな改善プロジェクトを提案から本番まで主導しました。",),
    ),
    title="シニアクラウドセキュリティエンジニア",
    language="ja",
    opening=(
        prose("高い技術力を持つ専門家として、堅牢なセキュリティ対策の設計と実装に責任を持ちます。" * 3, language="ja"),
        climb("L2", "L3", "L4"),
    ),
)
ARABIC = document(
    Section("نظرة عامة", (Facts((("أفق التخطيط", parse("الدورة الحالية والقادمة.", "ar")),), "نظرة عامة"),)),
    area(
        "🦉",
        "الخبرة في المجال",
        (
            "أنا متقدم في مجال فريقي وأستطيع شرح القرارات التقنية بوضوح.",
            "أصمم البنية التحتية كشيفرة وأنفذها.",
            "أحدد الديون التقنية وأقللها.",
        ),
        ("قدت مشروع تحسين صغيرًا من الفكرة إلى الإنتاج.",),
    ),
    title="مهندس أول لأمن السحابة",
    language="ar",
    opening=(
        prose("أنا محترف ذو مهارات عالية ومسؤول عن تصميم وتنفيذ تدابير أمنية قوية في بيئات السحابة.", language="ar"),
        climb("L2", "L3", "L4"),
    ),
)
RATED = document(
    Section(
        "Profile",
        (Radar(tuple(RadarAxis(f"Craft & {n}", f"Step {n}", n, 5) for n in range(1, 6)), 5, "Profile"),),
    ),
    Section("Uneven", (Radar(tuple(RadarAxis(f"Axis {n}", f"Mark {n}", n, 2 + n) for n in range(1, 4)), 0, "Uneven"),)),
    Section("Two", (Radar((RadarAxis("One", "A", 1, 2), RadarAxis("Other", "B", 2, 2)), 2, "Two"),)),
    Section(
        "Nested",
        (
            Bullets(
                "statements",
                (
                    Item(
                        parse("I see risks early."),
                        (Item(parse("Technical ones."), (Item(parse("Hard to see.")),)),),
                        (Item(parse("I asked why before how.")),),
                        is_new=True,
                    ),
                    Item(parse("I stay.")),
                ),
            ),
        ),
        anchor="nested",
        notes=(prose("Say this first."), bullets("I told a story.", role="examples", label="Examples")),
    ),
    Section("Next: L4", (Prose((Text((Run("back", href="#nested"),), "back"),)),), chapter=True),
    opening=OPENING,
)

PROMOTION = document(
    Section(
        "At a glance",
        (
            BeforeAfter(
                tuple((label, parse(value[:20]), parse(value)) for label, value in FACTS),
                ("What is asked", "L2", "L3"),
            ),
        ),
    ),
    Section(
        "Domain expertise",
        (
            EvidenceTable(
                tuple(EvidenceItem(Item(parse(text))) for text in AREAS["🦉", "Domain expertise"][0]),
                "New at this level",
                ("Statement", "Evidence"),
                "Before",
            ),
            EvidenceTable(
                (
                    EvidenceItem(
                        Item(
                            Text((Run("I see "), Run("all", strong=True, changed="added"), Run(" risks.")), ""),
                            (Item(parse("In what I build.")), Item(parse("In what others build, " * 9))),
                        ),
                        Item(
                            Text((Run("I see "), Run("technical", changed="removed"), Run(" risks.")), ""),
                            (Item(parse("In what I make.")),),
                        ),
                    ),
                    EvidenceItem(Item(parse(f"{SUMMARY} That is new.")), Item(parse(f"{SUMMARY} So far."))),
                ),
                "Grows",
                ("Statement", "Evidence"),
                "Before",
            ),
            bullets("I stay.", label="Stays"),
        ),
        icon="🦉",
    ),
    Section("Plan", (BlankTable(("Which action", "By when", "With whose support"), 5),)),
    opening=(
        FormFields(("Who grows", "Who helps", "Day"), "Who and when"),
        prose("New: **8** · Grows: **3**"),
        OPENING[1],
    ),
    title="Cloud Security Engineer → Senior Cloud Security Engineer",
    mark="L2 → L3",
)


def radar(count: int, name: str) -> Radar:
    """A level's ratings in that many competencies of such a name."""
    return Radar(tuple(RadarAxis(f"{name} {n}", f"Step {n % 5 + 1}", n % 5 + 1, 5) for n in range(count)), 5, "Profile")


LONG_NAME = "Technology with a long name, number"
PROFILES = document(
    *(Section(f"{name} {n}", (radar(n, name),)) for n in (3, 6, 12, 30) for name in ("Craft", LONG_NAME)), mark=""
)
WORDS_AS_ICONS = document(area("shield", "Craft", ("I ask.",)), area(":nope:", "Care", ("I listen.",)))
LENGTHY = replace(
    SHORT, footer=f"{'Engineering ' * 25}ladder · 2026.1", breadcrumbs=("Octopus", "L" * 300, "Cloud " * 40)
)
ALL = {
    "profiles": PROFILES,
    "lengthy": LENGTHY,
    "words-as-icons": WORDS_AS_ICONS,
    "promotion": PROMOTION,
    "rated": RATED,
    "seed": SEED,
    "short": SHORT,
    "crowded": CROWDED,
    "long-winded": LONG_WINDED,
    "endless": ENDLESS,
    "many-areas": MANY_AREAS,
    "grand": GRAND,
    "odd-places": ODD_PLACES,
    "japanese": JAPANESE,
    "arabic": ARABIC,
}
