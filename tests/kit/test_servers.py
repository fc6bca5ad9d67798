"""The tests' own servers answer."""

import psycopg


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
