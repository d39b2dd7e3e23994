"""Loads Rasa without TensorFlow, which only components import that our pipeline does not have.

It would take 390 MB and several seconds of each start. Training and Rasa's own commands have it.
"""

from __future__ import annotations

import importlib.abc
import importlib.machinery
import re
import sys
import tarfile
from collections.abc import Sequence
from pathlib import Path
from types import ModuleType
from typing import Any

# Components of Rasa that compute with it.
NEED_IT = re.compile(
    rb"(DIETClassifier|TEDPolicy|ResponseSelector|ConveRTFeaturizer|LanguageModelFeaturizer)\""
)
ABSENT = ("tensorflow", "tensorflow_addons", "tensorflow_hub", "tensorflow_text", "keras")


class _Anything(type):
    """A class of which every attribute is such a class again: enough to define subclasses of it."""

    def __getattr__(cls, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return _Nothing

    def __getitem__(cls, key: Any) -> Any:
        return cls


class _Nothing(metaclass=_Anything):
    """Stands for whatever TensorFlow has; as a decorator it leaves a function alone."""

    def __new__(cls, *given: Any, **named: Any) -> Any:
        if cls is not _Nothing:  # somebody wants to compute with it
            raise RuntimeError(f"{cls.__name__} needs TensorFlow, which this process does without")
        return given[0] if len(given) == 1 and callable(given[0]) and not named else _leave_alone


def _leave_alone(function: Any) -> Any:
    return function


class _Absent(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Finds the modules that are left out, and makes hollow ones of them."""

    def find_spec(
        self, fullname: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        if fullname.partition(".")[0] not in ABSENT:
            return None
        return importlib.machinery.ModuleSpec(fullname, self, is_package=True)

    def create_module(self, spec: importlib.machinery.ModuleSpec) -> ModuleType:
        return _Hollow(spec.name)

    def exec_module(self, module: ModuleType) -> None:
        return None


class _Hollow(ModuleType):
    __version__ = "2.12.0"

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return _Nothing


def needs_tensorflow(model: Path) -> bool:
    """Tell whether a model has a component that computes with TensorFlow."""
    try:
        with tarfile.open(model) as archive:
            held = archive.extractfile("metadata.json")
            return bool(held and NEED_IT.search(held.read()))
    except (tarfile.TarError, KeyError):
        return True  # no model at all: Rasa itself says what is wrong


def without_tensorflow() -> None:
    """Have every later import of TensorFlow find a hollow one."""
    sys.meta_path.insert(0, _Absent())
