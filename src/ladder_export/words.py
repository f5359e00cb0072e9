"""This file holds the words that we add to a ladder's own, such as "Examples", in every language we speak."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Words:
    """Everything a document says that its ladder does not; `{level}` and `{step}` stand for names, `{new}` and `{all}` for numbers."""

    examples: str = "Examples"
    facts: str = "At a glance"
    ratings: str = "Profile"
    climb: str = "Levels of this track"
    draft: str = "Draft"
    extends: str = "Everything in {level}, and:"
    new: str = "New at this level"
    new_since: str = "New since {level}"
    new_of: str = "{new} of {all} statements"
    agenda: str = "All levels"
    next: str = "Next: {level}"
    last: str = "The highest level of this track"
    levels: str = "Levels"
    ic: str = "Individual contributor"
    management: str = "Management"
    scorecard: str = "Interview scorecard"
    candidate: str = "Candidate"
    interviewer: str = "Interviewer"
    date: str = "Date"
    statement: str = "Statement"
    rating: str = "Rating"
    notes: str = "Notes"
    legend: str = "1 not shown · 2 shown in part · 3 shown · 4 shown beyond this level"
    promotion: str = "Promotion guide"
    engineer: str = "Engineer"
    manager: str = "Manager"
    meeting: str = "Who and when"
    fact: str = "What is asked"
    competency: str = "Competency"
    grows: str = "Grows"
    stays: str = "Stays"
    gone: str = "Not named again at {level}"
    before: str = "Before"
    held: str = "Everything asked for at {level} holds on."
    marks: str = "Underlined words are new. How it was said before stands below, with the words struck that went."
    evidence: str = "Evidence"
    plan: str = "Plan"
    action: str = "What"
    deadline: str = "By when"
    support: str = "With whose support"
    sheet: str = "Sheet"
    deck: str = "Slides"
    json: str = "Data"
    downloads: str = "Downloads"
    file: str = "File"
    size: str = "Size"
    find: str = "Find a level"
    tracks: str = "All tracks"
    overview: str = "All levels"
    nothing: str = "No level has all of these words"
    compare: str = "Compare"
    shared: str = "In both"
    skip: str = "Skip to the content"


KEYS: tuple[str, ...] = tuple(field.name for field in fields(Words))

ENGLISH = Words()

BUILT_IN: Mapping[str, Words] = MappingProxyType(
    {
        "en": ENGLISH,
        "de": Words(
            examples="Beispiele",
            facts="Auf einen Blick",
            ratings="Profil",
            climb="Stufen dieser Laufbahn",
            draft="Entwurf",
            extends="Alles aus {level}, und:",
            new="Neu auf dieser Stufe",
            new_since="Neu gegenüber {level}",
            new_of="{new} von {all} Aussagen",
            agenda="Alle Stufen",
            next="Als Nächstes: {level}",
            last="Die höchste Stufe dieser Laufbahn",
            levels="Stufen",
            ic="Fachlaufbahn",
            management="Führungslaufbahn",
            scorecard="Bewertungsbogen",
            candidate="Bewerber/in",
            interviewer="Interviewer/in",
            date="Datum",
            statement="Aussage",
            rating="Bewertung",
            notes="Notizen",
            legend="1 nicht gezeigt · 2 teilweise gezeigt · 3 gezeigt · 4 mehr als diese Stufe verlangt",
            promotion="Beförderungsleitfaden",
            engineer="Mitarbeiter/in",
            manager="Führungskraft",
            meeting="Wer und wann",
            fact="Was verlangt wird",
            competency="Kompetenz",
            grows="Wächst",
            stays="Bleibt",
            gone="Auf {level} nicht mehr genannt",
            before="Bisher",
            held="Alles, was auf {level} verlangt wird, gilt weiter.",
            marks="Unterstrichene Wörter sind neu. Darunter steht der bisherige Wortlaut; durchgestrichene Wörter sind entfallen.",
            evidence="Belege",
            plan="Plan",
            action="Was",
            deadline="Bis wann",
            support="Mit wessen Hilfe",
            sheet="Bogen",
            deck="Folien",
            json="Daten",
            downloads="Downloads",
            file="Datei",
            size="Größe",
            find="Stufe finden",
            tracks="Alle Laufbahnen",
            overview="Alle Stufen",
            nothing="Keine Stufe enthält alle diese Wörter",
            compare="Vergleichen",
            shared="In beiden",
            skip="Zum Inhalt springen",
        ),
        "fr": Words(
            examples="Exemples",
            facts="En bref",
            ratings="Profil",
            climb="Niveaux de cette filière",
            draft="Brouillon",
            extends="Tout ce qui vaut pour {level}, et :",
            new="Nouveau à ce niveau",
            new_since="Nouveau depuis {level}",
            new_of="{new} attentes sur {all}",
            agenda="Tous les niveaux",
            next="Ensuite : {level}",
            last="Le niveau le plus élevé de cette filière",
            levels="Niveaux",
            ic="Contribution individuelle",
            management="Encadrement",
            scorecard="Grille d’entretien",
            candidate="Candidat·e",
            interviewer="Recruteur·se",
            date="Date",
            statement="Attente",
            rating="Note",
            notes="Remarques",
            legend="1 non démontré · 2 démontré en partie · 3 démontré · 4 au-delà de ce niveau",
            promotion="Guide de promotion",
            engineer="Salarié·e",
            manager="Responsable",
            meeting="Qui et quand",
            fact="Ce qui est attendu",
            competency="Compétence",
            grows="Évolue",
            stays="Reste",
            gone="N’est plus mentionné à {level}",
            before="Avant",
            held="Tout ce qui est attendu à {level} reste valable.",
            marks="Les mots soulignés sont nouveaux. L’ancienne formulation figure en dessous ; les mots barrés ont disparu.",
            evidence="Preuves",
            plan="Plan",
            action="Quoi",
            deadline="Échéance",
            support="Avec l’aide de qui",
            sheet="Fiche",
            deck="Diapositives",
            json="Données",
            downloads="Téléchargements",
            file="Fichier",
            size="Taille",
            find="Trouver un niveau",
            tracks="Toutes les filières",
            overview="Tous les niveaux",
            nothing="Aucun niveau ne contient tous ces mots",
            compare="Comparer",
            shared="Dans les deux",
            skip="Aller au contenu",
        ),
        "es": Words(
            examples="Ejemplos",
            facts="De un vistazo",
            ratings="Perfil",
            climb="Niveles de esta carrera",
            draft="Borrador",
            extends="Todo lo de {level}, y además:",
            new="Nuevo en este nivel",
            new_since="Nuevo desde {level}",
            new_of="{new} de {all} expectativas",
            agenda="Todos los niveles",
            next="Después: {level}",
            last="El nivel más alto de esta carrera",
            levels="Niveles",
            ic="Contribución individual",
            management="Gestión",
            scorecard="Hoja de evaluación",
            candidate="Candidato/a",
            interviewer="Entrevistador/a",
            date="Fecha",
            statement="Expectativa",
            rating="Valoración",
            notes="Notas",
            legend="1 no demostrado · 2 demostrado en parte · 3 demostrado · 4 por encima de este nivel",
            promotion="Guía de promoción",
            engineer="Persona evaluada",
            manager="Responsable",
            meeting="Quién y cuándo",
            fact="Qué se espera",
            competency="Competencia",
            grows="Crece",
            stays="Se mantiene",
            gone="Ya no se menciona en {level}",
            before="Antes",
            held="Todo lo que se espera en {level} sigue vigente.",
            marks="Las palabras subrayadas son nuevas. Debajo está la formulación anterior; las palabras tachadas han desaparecido.",
            evidence="Evidencias",
            plan="Plan",
            action="Qué",
            deadline="Para cuándo",
            support="Con el apoyo de quién",
            sheet="Hoja",
            deck="Diapositivas",
            json="Datos",
            downloads="Descargas",
            file="Archivo",
            size="Tamaño",
            find="Buscar un nivel",
            tracks="Todas las carreras",
            overview="Todos los niveles",
            nothing="Ningún nivel contiene todas estas palabras",
            compare="Comparar",
            shared="En ambos",
            skip="Ir al contenido",
        ),
        "ja": Words(
            examples="例",
            facts="概要",
            ratings="プロフィール",
            climb="このトラックのレベル",
            draft="草案",
            extends="{level}のすべてに加えて：",
            new="このレベルで新たに求められること",
            new_since="{level}からの追加",
            new_of="{all}項目中{new}項目",
            agenda="すべてのレベル",
            next="次のレベル：{level}",
            last="このトラックの最上位レベル",
            levels="レベル",
            ic="個人貢献者",
            management="マネジメント",
            scorecard="面接評価シート",
            candidate="候補者",
            interviewer="面接官",
            date="日付",
            statement="期待される行動",
            rating="評価",
            notes="メモ",
            legend="1 見られない · 2 一部見られる · 3 見られる · 4 このレベルを超えている",
            promotion="昇格ガイド",
            engineer="本人",
            manager="上司",
            meeting="参加者と日付",
            fact="求められること",
            competency="能力",
            grows="発展すること",
            stays="変わらないこと",
            gone="{level}では挙げられていないこと",
            before="これまで",
            held="{level}で求められることは、すべて引き続き求められます。",
            marks="下線の語が新しい部分です。その下がこれまでの表現で、取り消し線の語はなくなりました。",
            evidence="根拠",
            plan="計画",
            action="何を",
            deadline="いつまでに",
            support="誰の支援で",
            sheet="シート",
            deck="スライド",
            json="データ",
            downloads="ダウンロード",
            file="ファイル",
            size="サイズ",
            find="レベルを探す",
            tracks="すべてのトラック",
            overview="すべてのレベル",
            nothing="すべての語を含むレベルはありません",
            compare="比較",
            shared="両方にあり",
            skip="本文へ移動",
        ),
        "ar": Words(
            examples="أمثلة",
            facts="لمحة سريعة",
            ratings="الملف المهني",
            climb="مستويات هذا المسار",
            draft="مسودة",
            extends="كل ما في {level}، إضافة إلى:",
            new="الجديد في هذا المستوى",
            new_since="الجديد منذ {level}",
            new_of="{new} من أصل {all}",
            agenda="كل المستويات",
            next="التالي: {level}",
            last="أعلى مستوى في هذا المسار",
            levels="المستويات",
            ic="مساهم فردي",
            management="إدارة",
            scorecard="بطاقة تقييم المقابلة",
            candidate="المرشح",
            interviewer="المحاور",
            date="التاريخ",
            statement="المتوقع",
            rating="التقييم",
            notes="ملاحظات",
            legend="1 لم يظهر · 2 ظهر جزئيا · 3 ظهر · 4 ظهر بما يتجاوز هذا المستوى",
            promotion="دليل الترقية",
            engineer="الموظف",
            manager="المدير",
            meeting="من ومتى",
            fact="المطلوب",
            competency="الكفاءة",
            grows="ما يتطور",
            stays="ما يبقى",
            gone="لم يعد مذكورا في {level}",
            before="سابقا",
            held="كل ما هو مطلوب في {level} يبقى مطلوبا.",
            marks="الكلمات التي تحتها خط جديدة. وتحتها الصياغة السابقة، والكلمات المشطوبة حذفت.",
            evidence="الأدلة",
            plan="الخطة",
            action="ماذا",
            deadline="الموعد",
            support="بدعم من",
            sheet="صفحة",
            deck="شرائح",
            json="بيانات",
            downloads="تنزيلات",
            file="ملف",
            size="الحجم",
            find="ابحث عن مستوى",
            tracks="كل المسارات",
            overview="كل المستويات",
            nothing="لا يحتوي أي مستوى على كل هذه الكلمات",
            compare="قارن",
            shared="في كليهما",
            skip="انتقل إلى المحتوى",
        ),
    }
)


def words_of(language: str) -> Words:
    """The words of a BCP 47 language; English where we do not speak it."""
    return BUILT_IN.get(language.partition("-")[0].lower(), ENGLISH)
