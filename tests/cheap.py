"""What makes thousands of houses cheap: each test has an app of its own, and most of what it is made of is alike."""

import gc
import sqlite3
from collections.abc import Callable
from contextlib import closing
from copy import copy
from functools import wraps
from time import monotonic
from typing import Any, ClassVar, Concatenate, ParamSpec, TypeVar

from flask import Flask
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket
from sqlalchemy import Engine, create_engine
from sqlalchemy.util import LRUCache
from werkzeug.routing import Rule
from whitenoise import WhiteNoise

from workshop import clock, database
from workshop.extensions import db

P = ParamSpec("P")
R = TypeVar("R")

JUST_BUILT_S = 30


class Compiled(BytecodeCache):
    """Templates that one house has compiled serve the next ones too."""

    codes: ClassVar[dict[str, bytes]] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if bucket.key in self.codes:
            bucket.bytecode_from_string(self.codes[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        self.codes[bucket.key] = bucket.bytecode_to_string()


def compile_addresses_once() -> None:
    """Werkzeug takes each address of each app apart, and compiles functions that build it: most of what an app costs.

    All that depends on nothing but what is in the key here.
    """
    compile_rule, compiled = Rule.compile, {}
    made = ("_parts", "_trace", "_converters", "arguments")

    def once(rule: Rule) -> None:
        assert rule.map
        key = rule.rule, rule.subdomain, repr(rule.defaults), tuple(rule.map.converters.items())
        if key not in compiled:
            compile_rule(rule)
            builders = rule._build.__func__, rule._build_unknown.__func__  # type: ignore[attr-defined]
            compiled[key] = [copy(getattr(rule, name)) for name in made], builders
        parts, builders = compiled[key]
        for name, part in zip(made, parts, strict=True):
            setattr(rule, name, copy(part))
        rule._build, rule._build_unknown = (build.__get__(rule) for build in builders)

    Rule.compile = once  # type: ignore[method-assign]


def find_static_files_once() -> None:
    """WhiteNoise looks at all static files for each app; the prefix, which is in the key, has their version in it."""
    look, found = WhiteNoise.update_files_dictionary, {}

    def once(noise: WhiteNoise, root: str, prefix: str) -> None:
        if (root, prefix) not in found:
            look(noise, root, prefix)
            found[root, prefix] = dict(noise.files)
        noise.files.update(found[root, prefix])

    WhiteNoise.update_files_dictionary = once


def write_statements_once() -> None:
    """SQLAlchemy keeps the SQL that it has written by engine; here each test's engine takes over what others have.

    The engines are alike but for their file. SQL is kept under the dialect that it is written in, so they share that.
    """
    make, model, written = database._sqlite, create_engine("sqlite://"), LRUCache(capacity=5000)
    model.connect().close()  # a dialect gets to know its database at the first connection

    def one_more(url: str) -> Engine:
        engine = make(url)
        engine.dialect, engine._compiled_cache = model.dialect, written
        return engine

    database._sqlite = one_more


def leave_loaded_things_alone() -> None:
    """What is loaded by now stays until the end: the collector need not go through it for every test."""
    gc.collect()
    gc.freeze()


def build_once(build: Callable[Concatenate[Flask, P], R]) -> Callable[Concatenate[Flask, P], R]:
    """Build in the first house only; later ones get a copy of its database, and the same answer (ids, never rows).

    One thing may be built upon another. A house in which something else has happened is built in itself, and so is one
    whose clock is set. What was built a while ago is built anew: some pages show what has just happened.
    """
    built: dict[Any, tuple[sqlite3.Connection, R, float]] = {}

    @wraps(build)
    def copied(app: Flask, *args: P.args, **kwargs: P.kwargs) -> R:
        with app.app_context():
            url, connections = db.engine.url, db.engine.pool
        is_touched = connections.checkedin() or connections.checkedout()
        if is_touched or clock._set_time.get() or url.get_backend_name() != "sqlite":
            return build(app, *args, **kwargs)
        how = (build, args, tuple(sorted(kwargs.items())), app.extensions.get("built", app.secret_key))
        with closing(sqlite3.connect(url.database)) as file:
            if how in built and monotonic() - built[how][2] < JUST_BUILT_S:
                built[how][0].backup(file)
                app.extensions["built"] = how
            else:
                answer = build(app, *args, **kwargs)
                kept = sqlite3.connect(":memory:")
                file.backup(kept)
                built[how] = kept, answer, monotonic()
        return built[how][1]

    return copied
