"""Write the theme's colours and fonts as the theme and table style of a presentation, for slides that people add."""

from __future__ import annotations

from html import escape

from ladder_export.theme.tokens import Colors, DeckTokens

A = "http://schemas.openxmlformats.org/drawingml/2006/main"
XML_DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
TABLE_STYLE = "{1ADDE4E0-5000-4000-8000-000000000001}"  # any id that no other style has

# Fonts for scripts that the theme's own font lacks.
SCRIPT_FONTS = {
    "Jpan": "Yu Gothic",
    "Hang": "Malgun Gothic",
    "Hans": "Microsoft YaHei",
    "Hant": "Microsoft JhengHei",
    "Arab": "Arial",
    "Hebr": "Arial",
    "Thai": "Tahoma",
    "Deva": "Mangal",
}
EAST_ASIAN_SCRIPTS = {"ja": "Jpan", "ko": "Hang", "zh": "Hans", "zh-tw": "Hant", "zh-hk": "Hant", "zh-hant": "Hant"}

MIDDLE_GREY = 3 * 0x80
FLAT_FILL = '<a:solidFill><a:schemeClr val="phClr"/></a:solidFill>'
NO_EFFECT = "<a:effectStyle><a:effectLst/></a:effectStyle>"


def color_slots(colors: Colors) -> dict[str, str]:
    """Return the colour (`#rrggbb`) of each entry of PowerPoint's palette (`a:clrScheme`), such as accent1 and dk1.

    Charts use the accents in their order.
    """
    return {
        "dk1": colors.ink,
        "lt1": colors.paper,
        "dk2": colors.heading,
        "lt2": colors.band,
        "accent1": colors.accent,
        "accent2": colors.brand,
        "accent3": colors.on_brand_accent,
        "accent4": colors.quiet,
        "accent5": colors.on_brand_quiet,
        "accent6": colors.hairline,
        "hlink": colors.accent,
        "folHlink": colors.quiet,
    }


def text_on_brand(colors: Colors) -> str:
    """Return the name of the presentation's theme colour for text on the brand colour.

    It is `bg1` (the colour of paper) if the theme has light text there, `tx1` (the colour of text) if it has dark text.
    """
    light = sum(int(colors.on_brand[at : at + 2], 16) for at in (1, 3, 5)) > MIDDLE_GREY
    return "bg1" if light else "tx1"


def theme_xml(title: str, colors: Colors, tokens: DeckTokens, language: str) -> bytes:
    """Return the XML of the presentation's theme in UTF-8: its name (`title`), colours, fonts, and flat shapes.

    `language` is a BCP 47 code and decides the East Asian font.
    """
    name = escape(title)
    palette = "".join(
        f'<a:{slot}><a:srgbClr val="{value[1:].upper()}"/></a:{slot}>' for slot, value in color_slots(colors).items()
    )
    lines = "".join(f'<a:ln w="{width}">{FLAT_FILL}</a:ln>' for width in (9525, 12700, 19050))
    return (
        f'{XML_DECLARATION}<a:theme xmlns:a="{A}" name="{name}"><a:themeElements>'
        f'<a:clrScheme name="{name}">{palette}</a:clrScheme>'
        f'<a:fontScheme name="{name}">{_fonts_xml("majorFont", tokens.heading_font, language)}'
        f"{_fonts_xml('minorFont', tokens.body_font, language)}</a:fontScheme>"
        f'<a:fmtScheme name="{name}"><a:fillStyleLst>{FLAT_FILL * 3}</a:fillStyleLst><a:lnStyleLst>{lines}</a:lnStyleLst>'
        f"<a:effectStyleLst>{NO_EFFECT * 3}</a:effectStyleLst><a:bgFillStyleLst>{FLAT_FILL * 3}</a:bgFillStyleLst>"
        "</a:fmtScheme></a:themeElements><a:objectDefaults/><a:extraClrSchemeLst/></a:theme>"
    ).encode()


def _fonts_xml(tag: str, latin: str, language: str) -> str:
    script = EAST_ASIAN_SCRIPTS.get(language.lower(), EAST_ASIAN_SCRIPTS.get(language.partition("-")[0].lower(), ""))
    others = "".join(f'<a:font script="{code}" typeface="{face}"/>' for code, face in SCRIPT_FONTS.items())
    return (
        f'<a:{tag}><a:latin typeface="{escape(latin)}"/><a:ea typeface="{SCRIPT_FONTS.get(script, "")}"/>'
        f'<a:cs typeface=""/>{others}</a:{tag}>'
    )


def table_styles_xml(title: str) -> bytes:
    """Return the XML of the deck's only table style, named `title`, in UTF-8; tables that people add get it too.

    It has hairlines between rows, and bold labels in the accent colour.
    """
    hairline = '<a:ln w="9525"><a:solidFill><a:schemeClr val="accent6"/></a:solidFill></a:ln>'
    none = "<a:ln><a:noFill/></a:ln>"
    borders = "".join(
        f"<a:{side}>{hairline if side in ('bottom', 'insideH') else none}</a:{side}>"
        for side in ("left", "right", "top", "bottom", "insideH", "insideV")
    )
    return (
        f'{XML_DECLARATION}<a:tblStyleLst xmlns:a="{A}" def="{TABLE_STYLE}">'
        f'<a:tblStyle styleId="{TABLE_STYLE}" styleName="{escape(title)}">'
        f"<a:wholeTbl><a:tcTxStyle>{_text_color_xml('dk1')}</a:tcTxStyle>"
        f"<a:tcStyle><a:tcBdr>{borders}</a:tcBdr><a:fill><a:noFill/></a:fill></a:tcStyle></a:wholeTbl>"
        f'<a:firstCol><a:tcTxStyle b="on">{_text_color_xml("accent1")}</a:tcTxStyle><a:tcStyle><a:tcBdr/></a:tcStyle></a:firstCol>'
        f'<a:firstRow><a:tcTxStyle b="on">{_text_color_xml("dk2")}</a:tcTxStyle><a:tcStyle><a:tcBdr/>'
        '<a:fill><a:solidFill><a:schemeClr val="lt2"/></a:solidFill></a:fill></a:tcStyle></a:firstRow>'
        "</a:tblStyle></a:tblStyleLst>"
    ).encode()


def _text_color_xml(color: str) -> str:
    return f'<a:fontRef idx="minor"><a:prstClr val="black"/></a:fontRef><a:schemeClr val="{color}"/>'
