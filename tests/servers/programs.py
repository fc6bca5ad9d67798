"""Servers from programs installed on this machine, or from apt-get where it may be used."""

import glob
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.servers.answering import answers
from tests.servers.server import NotAvailable, Server, end, free_port, launch, wait_until

PACKAGES = {"rabbitmq": "rabbitmq-server", "postgres": "postgresql"}


def start(kind: str) -> Server:
    """Starts the local program. Raises NotAvailable when there is none."""
    return {"rabbitmq": _rabbitmq, "postgres": _postgres}[kind]()


def install_and_start(kind: str) -> Server:
    """Gets the program from apt-get first, where that is possible without asking."""
    install(PACKAGES[kind])
    return start(kind)


def install(*packages: str) -> None:
    """Installs packages with apt-get. Raises NotAvailable where that may not be done, or fails."""
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        raise NotAvailable("apt-get may not be used here")
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    options = ["apt-get", "-q", "-y", "-o", "DPkg::Lock::Timeout=300"]
    with nothing_started():
        for command in ([*options, "update"], [*options, "install", "--no-install-recommends", *packages]):
            if subprocess.run(command, check=False, capture_output=True, env=environment).returncode:
                raise NotAvailable(f"`{' '.join(command)}` failed")


@contextmanager
def nothing_started(policy: Path = Path("/usr/sbin/policy-rc.d")) -> Iterator[None]:
    """Meanwhile no package that is installed starts its server, which nobody has asked for; tests start their own."""
    if policy.exists():  # A container's own does the same.
        yield
        return
    policy.write_text("#!/bin/sh\nexit 101\n")
    policy.chmod(0o755)
    try:
        yield
    finally:
        policy.unlink()


def _program(*patterns: str) -> str:
    for pattern in patterns:
        found = sorted(glob.glob(pattern)) if "/" in pattern else [path] if (path := shutil.which(pattern)) else []
        if found:
            return found[-1]
    raise NotAvailable(f"{patterns[0]} is not installed")


def _folder(owner: str | None = None) -> Path:
    folder = Path(tempfile.mkdtemp(prefix="atrium-server-"))
    folder.chmod(0o755)
    if owner:
        shutil.chown(folder, owner)
    return folder


def _postgres() -> Server:
    """Tests care for no power cut and so wait for no disk; benches do, and set ATRIUM_TEST_FSYNC."""
    initdb = _program("/usr/lib/postgresql/*/bin/initdb", "initdb")
    as_root = os.geteuid() == 0
    user = ["runuser", "-u", "postgres", "--"] if as_root else []
    folder = _folder("postgres" if as_root else None)
    data, port = folder / "data", free_port()
    making = [*user, initdb, "-D", str(data), "-U", "atrium", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8"]
    made = subprocess.run(making, cwd=folder, capture_output=True, text=True, check=False)
    if made.returncode:
        raise NotAvailable(f"initdb failed: {made.stderr.strip()}")
    settings = {
        "listen_addresses": "127.0.0.1",
        "port": str(port),
        "unix_socket_directories": str(folder),
        "fsync": os.environ.get("ATRIUM_TEST_FSYNC", "off"),
        "max_connections": "300",
        "track_commit_timestamp": "on",
    }
    options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
    if as_root:
        (folder / "output.log").touch()
        shutil.chown(folder / "output.log", "postgres")
    identity = ["setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups"] if as_root else []
    command = [*identity, str(Path(initdb).with_name("postgres")), "-D", str(data), *options]
    url = f"postgresql+psycopg://atrium@127.0.0.1:{port}/postgres"

    return _ready({"postgres": url}, lambda: launch(command, folder), folder, "PostgreSQL")


def _rabbitmq() -> Server:
    program = _program("/usr/lib/rabbitmq/bin/rabbitmq-server", "rabbitmq-server")
    epmd = _program("epmd", "/usr/lib/erlang/erts*/bin/epmd")
    folder = _folder()
    port, management, distribution, mapper = free_port(), free_port(), free_port(), free_port()
    (folder / "enabled_plugins").write_text("[rabbitmq_management].")
    (folder / "rabbitmq.conf").write_text(
        f"listeners.tcp.1 = 127.0.0.1:{port}\n"
        f"management.tcp.ip = 127.0.0.1\nmanagement.tcp.port = {management}\n"
        "management_agent.disable_metrics_collector = true\n"
        "disk_free_limit.absolute = 50MB\nlog.file.level = warning\n"
    )
    environment = {
        "HOME": str(folder),
        "RABBITMQ_NODENAME": f"atrium{port}@localhost",
        "RABBITMQ_DIST_PORT": str(distribution),
        "RABBITMQ_MNESIA_BASE": str(folder / "data"),
        "RABBITMQ_LOG_BASE": str(folder / "log"),
        "RABBITMQ_ENABLED_PLUGINS_FILE": str(folder / "enabled_plugins"),
        "RABBITMQ_CONFIG_FILE": str(folder / "rabbitmq.conf"),
        "RABBITMQ_PID_FILE": str(folder / "pid"),
        "ERL_EPMD_PORT": str(mapper),
        "ERL_EPMD_ADDRESS": "127.0.0.1",
    }
    addresses = {
        "amqp": f"amqp://guest:guest@127.0.0.1:{port}//",
        "management": f"http://guest:guest@127.0.0.1:{management}",
    }

    def forget_mapper() -> None:
        subprocess.run([epmd, "-port", str(mapper), "-kill"], capture_output=True, check=False)

    server = _ready(addresses, lambda: launch([program], folder, environment), folder, "RabbitMQ", forget_mapper)
    server.environment = os.environ | environment
    return server


def _ready(addresses, begin, folder, what, afterwards=lambda: None) -> Server:  # type: ignore[no-untyped-def]
    process = begin()

    def stop() -> None:
        end(process)
        afterwards()
        shutil.rmtree(folder, ignore_errors=True)

    def kill(sign: int) -> None:
        os.killpg(process.pid, sign)
        process.wait(30)

    def again() -> None:
        nonlocal process
        process = begin()
        wait_until(lambda: answers(addresses), what, process)

    try:
        wait_until(lambda: answers(addresses), what, process)
    except NotAvailable:
        stop()
        raise
    return Server(addresses, stop, kill, again)
