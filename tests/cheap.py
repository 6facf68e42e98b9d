"""What makes thousands of houses cheap: each test has an app of its own, and most of what it is made of is alike."""

import gc
from collections.abc import Callable
from typing import Any, ClassVar

from jinja2 import BytecodeCache
from jinja2.bccache import Bucket
from werkzeug.routing import Rule


class Compiled(BytecodeCache):
    """Templates that one house has compiled serve the next ones too."""

    codes: ClassVar[dict[str, bytes]] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if bucket.key in self.codes:
            bucket.bytecode_from_string(self.codes[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        self.codes[bucket.key] = bucket.bytecode_to_string()


def compile_addresses_once() -> None:
    """Werkzeug writes and compiles a function for each address of each app: two thirds of what an app costs.

    They depend on nothing but what is in the key here.
    """
    compile_builder, built = Rule._compile_builder, {}

    def once(rule: Rule, append_unknown: bool = True) -> Callable[..., Any]:
        key = tuple(rule._trace), repr(rule.defaults), append_unknown
        if key not in built:
            built[key] = compile_builder(rule, append_unknown)
        return built[key]

    Rule._compile_builder = once  # type: ignore[method-assign]


def leave_loaded_things_alone() -> None:
    """What is loaded by now stays until the end: the collector need not go through it for every test."""
    gc.collect()
    gc.freeze()
