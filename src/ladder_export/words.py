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
    handbook: str = "Handbook"
    contents: str = "Contents"
    common: str = "Shared expectations"
    includes: str = "Also holds here"
    index: str = "Index"


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
            handbook="Handbuch",
            contents="Inhalt",
            common="Gemeinsame Erwartungen",
            includes="Gilt hier auch",
            index="Register",
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
            handbook="Manuel",
            contents="Sommaire",
            common="Attentes communes",
            includes="S’applique aussi ici",
            index="Index",
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
            handbook="Manual",
            contents="Contenido",
            common="Expectativas compartidas",
            includes="También se aplica aquí",
            index="Índice",
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
            handbook="ハンドブック",
            contents="目次",
            common="共通の期待事項",
            includes="ここにも適用",
            index="索引",
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
            handbook="الدليل",
            contents="المحتويات",
            common="التوقعات المشتركة",
            includes="ينطبق هنا أيضا",
            index="الفهرس",
        ),
    }
)


def words_of(language: str) -> Words:
    """The words of a BCP 47 language; English where we do not speak it."""
    return BUILT_IN.get(language.partition("-")[0].lower(), ENGLISH)
