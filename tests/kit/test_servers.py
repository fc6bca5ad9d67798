"""The tests' own servers answer."""

import subprocess

import psycopg

from tests.servers.programs import nothing_started


class TestServers:
    def test_each_test_gets_an_empty_database_of_its_own(self, postgres_url):
        first, second = postgres_url(), postgres_url()
        assert first != second
        with psycopg.connect(first.replace("+psycopg", "")) as connection:
            assert connection.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'").fetchone() == (0,)

    def test_each_test_gets_a_virtual_host_of_its_own(self, amqp_url):
        from amqp import Connection

        host, _, vhost = amqp_url.removeprefix("amqp://guest:guest@").partition("/")
        with Connection(host, virtual_host=vhost) as connection:
            assert connection.connected

    def test_a_package_that_is_installed_is_told_to_start_nothing_and_only_meanwhile(self, tmp_path):
        policy = tmp_path / "policy-rc.d"
        with nothing_started(policy):
            assert subprocess.run([policy, "prometheus", "start"], check=False).returncode == 101
        assert not policy.exists()

    def test_a_policy_that_is_there_stays(self, tmp_path):
        policy = tmp_path / "policy-rc.d"
        policy.write_text("the machine's own")
        with nothing_started(policy):
            pass
        assert policy.read_text() == "the machine's own"
