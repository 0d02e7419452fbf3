import sys

import pytest

from builder import browser, checks, site, tools
from builder.tools import CACHE, ROOT, BuildError

sys.path.insert(0, str(ROOT))
import build


def run(monkeypatch, *arguments):
    monkeypatch.setattr(sys, "argv", ["build.py", *arguments])
    return build.main()


def test_help_tells_of_every_command(monkeypatch, capsys):
    with pytest.raises(SystemExit) as ended:
        run(monkeypatch, "--help")
    assert ended.value.code == 0
    text = capsys.readouterr().out
    for command in [
        "build",
        "serve",
        "file",
        "test",
        "bench",
        "lock",
        "--runtime-folder",
    ]:
        assert command in text


def test_trouble_is_one_sentence_and_exit_code_1(monkeypatch, capsys):
    def fail(*_, **__):
        raise BuildError("It broke: mend it.")

    monkeypatch.setattr(site, "build", fail)
    assert run(monkeypatch) == 1
    assert capsys.readouterr().err == "build.py: It broke: mend it.\n"


def test_an_interrupt_says_that_the_last_build_stays(monkeypatch, capsys):
    def interrupt(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.setattr(site, "build", interrupt)
    assert run(monkeypatch, "file") == 1
    assert "dist/ is as it was" in capsys.readouterr().err


def test_a_program_that_fails_is_reported_with_the_remedy_and_its_own_words():
    with pytest.raises(BuildError) as caught:
        tools.run(
            [sys.executable, "-c", "import sys; sys.exit('no disk')"], "Free some disk."
        )
    assert str(caught.value) == "Free some disk.\nno disk"


def test_a_browser_that_is_named_but_not_there_is_an_error_that_names_it(monkeypatch):
    monkeypatch.setenv("BROWSER", "/no/such/browser")
    with pytest.raises(BuildError, match="BROWSER names /no/such/browser"):
        browser.find(sys.executable)


def test_where_no_browser_can_be_had_the_error_says_how_to_get_one(monkeypatch):
    monkeypatch.delenv("BROWSER", raising=False)
    for way in ["installed", "from_packages"]:
        monkeypatch.setattr(browser, way, lambda: None)
    monkeypatch.setattr(browser, "downloaded", lambda python: None)
    with pytest.raises(BuildError, match="BROWSER=/path/to/chrome"):
        browser.find(sys.executable)


def test_packages_are_installed_in_ci_only(monkeypatch):
    installed = []
    monkeypatch.setattr(
        browser, "_output", lambda command, **_: installed.append(command)
    )
    monkeypatch.setattr(browser.shutil, "which", lambda name: name == "apt-get" or None)
    monkeypatch.setattr(browser.os, "geteuid", lambda: 0)
    monkeypatch.delenv("CI", raising=False)
    assert browser.from_packages() is None
    assert installed == []
    monkeypatch.setenv("CI", "1")
    browser.from_packages()
    assert installed[-1] == ["apt-get", "install", "--yes", "chromium"]


def test_a_browser_is_downloaded_into_the_projects_folder(monkeypatch):
    monkeypatch.setattr(browser.os, "environ", {})
    monkeypatch.setattr(browser, "_output", lambda command: None)
    assert browser.downloaded(sys.executable) is None
    assert browser.os.environ == {"PLAYWRIGHT_BROWSERS_PATH": str(CACHE / "browsers")}


def test_a_browser_that_does_not_install_shows_the_tools_own_last_words(capsys):
    assert (
        browser._output([sys.executable, "-c", "raise SystemExit('no disk')"]) is None
    )
    assert capsys.readouterr().out == "no disk\n"


@pytest.mark.parametrize("kind", checks.KINDS)
def test_one_kind_of_test_runs_alone_and_its_options_reach_its_tool(monkeypatch, kind):
    ran = []

    def streamed(check, _):
        ran.append(check)
        return checks.Result(check.name, True, 1)

    monkeypatch.setattr(browser, "find", lambda python: "chromium")
    monkeypatch.setattr(checks, "streamed", streamed)
    options = ["-k", "name"] if kind in checks.TAKE_OPTIONS else []
    assert run(monkeypatch, "test", kind, *options) == 0
    assert ran == checks.KINDS[kind](tools.venv_python(), options)
    if options:
        assert "name" in ran[-1].command


@pytest.mark.parametrize("arguments", [["test", "types", "-k", "x"], ["build", "-k"]])
def test_what_no_tool_takes_is_refused(monkeypatch, capsys, arguments):
    with pytest.raises(SystemExit) as ended:
        run(monkeypatch, *arguments)
    assert ended.value.code == 2
    assert "unrecognized arguments: -k" in capsys.readouterr().err


def test_one_failed_check_fails_the_whole(capsys):
    passed, failed = checks.Result("a", True, 1), checks.Result("b", False, 2)
    assert checks.summary([passed]) == 0
    assert checks.summary([passed, failed]) == 1
    assert "FAILED" in capsys.readouterr().out
