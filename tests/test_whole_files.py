"""Where a command's output goes: a file is whole or as it was, a pipe or device is written into."""

import os
import stat
import threading
from pathlib import Path

import pytest

from bot.whole_files import written_whole
from claims.errors import FileProblem


def test_a_file_is_replaced_at_the_end_or_stays_as_it_was(tmp_path: Path):
    file = tmp_path / "out"
    file.write_text("before", encoding="utf-8")
    with pytest.raises(ZeroDivisionError), written_whole(file) as out:
        out.write("half")
        raise ZeroDivisionError
    assert file.read_text(encoding="utf-8") == "before"
    with written_whole(file) as out:
        out.write("after")
        assert file.read_text(encoding="utf-8") == "before"
    assert file.read_text(encoding="utf-8") == "after"
    assert list(tmp_path.iterdir()) == [file]
    with pytest.raises(FileProblem, match="cannot be written"), written_whole(tmp_path):
        pass


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no named pipes here")
def test_a_pipe_is_written_into_and_stays_one(tmp_path: Path):
    pipe, read = tmp_path / "pipe", []
    os.mkfifo(pipe)
    reader = threading.Thread(target=lambda: read.append(pipe.read_text(encoding="utf-8")))
    reader.start()
    with written_whole(pipe) as out:
        out.write("through")
    reader.join()
    assert read == ["through"]
    assert stat.S_ISFIFO(pipe.stat().st_mode), "as /dev/null has to stay what it is"
