"""This file stands for a document for which there is not enough memory, in workers, too."""

from __future__ import annotations

from typing import NoReturn

from ladder_export.core.problems import Span


class Hungry:
    """A document that takes more memory than there is as soon as it is looked at."""

    span = Span("ladder/l1.yaml")

    def __reduce__(self) -> tuple[type[Hungry], tuple[()]]:
        """Return what makes it anew in another process."""
        return Hungry, ()

    def __getattr__(self, name: str) -> NoReturn:
        """Raise MemoryError."""
        raise MemoryError(name)
