"""This file starts, before anything else is loaded, the process that holds the engines and that workers are forked from."""

from __future__ import annotations

import sys
from multiprocessing import forkserver
from multiprocessing.context import ForkServerContext, SpawnContext

# A process that holds the engines and does nothing else can be forked safely; elsewhere
# than on Linux, system libraries do not bear that.
CONTEXT = ForkServerContext() if sys.platform == "linux" else SpawnContext()


def prepare() -> None:
    """Has engines loaded in the background, while the rest of this program is and the ladder is read."""
    if isinstance(CONTEXT, ForkServerContext):
        forkserver.set_forkserver_preload(["ladder_export.warm"])
        forkserver.ensure_running()
