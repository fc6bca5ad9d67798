"""The mutants stay true: what each changes is still there, makes a program still, and its tests still exist."""

import ast

import pytest

from tests.faults.mutants.mutant import ROOT
from tests.faults.mutants.table import MUTANTS


def functions(path):
    """The tests of a module, `Class::name` or `name`."""
    for node in ast.parse(path.read_text("utf-8")).body:
        if isinstance(node, ast.ClassDef):
            yield from (f"{node.name}::{part.name}" for part in node.body if isinstance(part, ast.FunctionDef))
        elif isinstance(node, ast.FunctionDef):
            yield node.name


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: mutant.name)
class TestEachMutant:
    def test_its_changes_apply_and_leave_a_program(self, mutant):
        for change in mutant.changes:
            changed = change.applied(ROOT)
            assert changed != (ROOT / change.path).read_text("utf-8")
            ast.parse(changed)

    def test_the_tests_that_must_notice_exist(self, mutant):
        assert mutant.tests
        for test in mutant.tests:
            path, _, name = test.partition("::")
            assert name.partition("[")[0] in set(functions(ROOT / path)), test


def test_no_two_have_one_name():
    assert len({mutant.name for mutant in MUTANTS}) == len(MUTANTS)
