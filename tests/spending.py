"""What something may cost, however busy the machine is and however much rubbish other tests have left."""

import gc
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager


@contextmanager
def at_most(seconds: float, *, of: Callable[[], float] = time.thread_time) -> Iterator[None]:
    """What is done inside takes no more processor time: this thread's, or with `time.process_time` that of all."""
    gc.disable()  # a collection in the middle would be counted, and walks through everything the process ever loaded
    began = of()
    try:
        yield
        spent = of() - began
    finally:
        gc.enable()
    assert spent < seconds
