"""Define rectangles on slides, in points, with conversions for PowerPoint."""

from __future__ import annotations

from dataclasses import dataclass, replace

EMU_PER_PT = 12700  # English Metric Units, the unit of office files, in a point


@dataclass(frozen=True, slots=True)
class Rect:
    """A rectangle on a slide, in points; `left_pt` and `top_pt` are distances from the slide's upper left corner."""

    left_pt: float
    top_pt: float
    width_pt: float
    height_pt: float

    @property
    def right_pt(self) -> float:
        """Return the right edge, in points from the slide's left edge."""
        return self.left_pt + self.width_pt

    @property
    def bottom_pt(self) -> float:
        """Return the bottom edge, in points from the slide's top edge."""
        return self.top_pt + self.height_pt

    @property
    def area(self) -> float:
        """Return the area in square points."""
        return self.width_pt * self.height_pt

    @property
    def emu(self) -> tuple[int, int, int, int]:
        """Return left, top, width and height in English Metric Units, PowerPoint's unit (12,700 to a point)."""
        left, top, width, height = (
            round(side * EMU_PER_PT) for side in (self.left_pt, self.top_pt, self.width_pt, self.height_pt)
        )
        return left, top, width, height

    def mirrored_for_rtl(self, slide_width_pt: float, *, rtl: bool) -> Rect:
        """Return the rectangle; with `rtl` (for right-to-left languages), mirrored on a slide of that width."""
        return replace(self, left_pt=slide_width_pt - self.left_pt - self.width_pt) if rtl else self
