"""What a service declares."""

import pytest

from kit.service import Service, find_services, on
from tests.kit.choir import Listener, Singers, SongSung


class TestDeclarations:
    def test_doors_are_found_by_their_names(self):
        assert {"sing", "retitle", "show_song"} <= set(Singers.doors)
        assert Singers.doors["retitle"].path_parameters == ("id",)

    def test_a_service_hears_what_it_listens_to_and_nothing_else(self):
        assert Listener.hears("singers.song_sung.v1")
        assert not Listener.hears("singers.song_sung.v2")
        assert not Listener.hears("kitchen.song_sung.v1")
        assert not Singers.hears("singers.song_sung.v1")

    def test_an_event_cannot_be_heard_twice_in_one_service(self):
        with pytest.raises(TypeError, match="hears SongSung twice"):

            class Echo(Service):
                name = "echo"

                @on(SongSung)
                def once(self, work, event): ...

                @on(SongSung)
                def twice(self, work, event): ...


class TestFinding:
    def test_every_department_of_this_house_is_found(self):
        names = {service.name for service in find_services("services")}
        assert {"contracts", "engineering", "finance", "notify", "property"} <= names

    def test_a_single_one_can_be_asked_for(self):
        assert [service.name for service in find_services("services", ["notify"])] == ["notify"]

    def test_a_module_without_a_service_is_said_so(self, monkeypatch, tmp_path):
        (tmp_path / "empty_services" / "void").mkdir(parents=True)
        for name in ("__init__.py", "void/__init__.py", "void/service.py"):
            (tmp_path / "empty_services" / name).write_text("")
        monkeypatch.syspath_prepend(tmp_path)
        with pytest.raises(LookupError, match="declares no Service"):
            find_services("empty_services")
