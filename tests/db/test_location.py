"""A register is refused on a network share and in a folder that a cloud client keeps in step."""

import os
from pathlib import Path, PurePosixPath, PureWindowsPath

import pytest

from db import backup, location, migrations
from db.connection import Register, telling, uri
from db.errors import FileIsBusy, FileIsElsewhere

MOUNTS = """\
22 1 254:1 / / rw,relatime shared:1 - ext4 /dev/vda1 rw
30 22 0:25 / /home rw shared:2 - ext4 /dev/vda2 rw
31 30 0:40 / /home/kari/depot rw - {kind} //server/felles rw
32 22 0:41 / /mnt/felles\\040disk rw shared:9 master:3 - {kind} server:/x rw
33 22 0:42 / /mnt/twice rw - ext4 /dev/vdb rw
34 22 0:43 / /mnt/twice rw - {kind} server:/y rw
a line that is no mount
"""


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/home/kari/depot/register.hverdag", "share"),
        ("/home/kari/depot", "share"),
        ("/home/kari/depotet/register.hverdag", "local"),
        ("/home/kari/register.hverdag", "local"),
        ("/mnt/felles disk/a/b.hverdag", "share"),
        ("/mnt/twice/b.hverdag", "share"),
        ("/b.hverdag", "local"),
    ],
)
@pytest.mark.parametrize("kind", ["cifs", "smb3", "nfs", "nfs4", "9p", "fuse.sshfs", "davfs"])
def test_the_mount_with_the_longest_matching_path_decides(kind, path, expected):
    mounts = location.linux_mounts(MOUNTS.format(kind=kind))
    found = location.file_system(mounts, PurePosixPath(path))
    assert found == (kind if expected == "share" else "ext4")
    assert (found in location.SHARES) == (expected == "share")


@pytest.mark.parametrize("kind", ["ext4", "btrfs", "xfs", "tmpfs", "overlay", "ntfs3", "vfat", "exfat", "apfs"])
def test_a_disk_of_the_machine_itself_is_no_share(kind):
    mounts = location.linux_mounts(MOUNTS.format(kind=kind))
    assert location.file_system(mounts, PurePosixPath("/home/kari/depot/x")) not in location.SHARES


def test_what_macos_prints_about_mounts_is_understood():
    told = (
        "/dev/disk3s1s1 on / (apfs, sealed, local, read-only)\n"
        "//kari@server/felles on /Volumes/felles mappe (smbfs, nodev, nosuid, mounted by kari)\n"
    )
    mounts = location.mac_mounts(told)
    assert location.file_system(mounts, PurePosixPath("/Volumes/felles mappe/r.hverdag")) == "smbfs"
    assert location.file_system(mounts, PurePosixPath("/Users/kari/r.hverdag")) == "apfs"


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        (r"\\server\felles\r.hverdag", True),
        (r"\\?\UNC\server\felles\r.hverdag", True),
        (r"\\?\C:\Users\kari\r.hverdag", False),
        (r"\\.\pipe\x", False),
        (r"C:\Users\kari\r.hverdag", False),
        ("/home/kari/r.hverdag", False),
        ("r.hverdag", False),
    ],
)
def test_a_path_to_another_machine_is_seen_as_written(path, expected):
    assert location.is_unc(path) is expected
    if expected:
        assert location.unsuitable(path) == "share"


@pytest.mark.parametrize(
    "folder",
    [
        "OneDrive",
        "OneDrive - Eksempel kommune",
        "Dropbox",
        "Dropbox (Depot)",
        "Google Drive",
        "GoogleDrive-depot@example.org",
        "iCloud Drive",
        "Library/Mobile Documents",
        "Library/CloudStorage/Box-Box",
        "Nextcloud",
        "nextcloud2",
        "ownCloud",
    ],
)
def test_the_usual_cloud_folders_are_known_by_name(tmp_path, folder):
    assert location.unsuitable(tmp_path / folder / "depot" / "r.hverdag") == "cloud"


@pytest.mark.parametrize("folder", ["Documents", "Min drive", "Dropboxen", "Sky", "Box", "onedrived"])
def test_other_folders_are_left_alone(tmp_path, folder):
    assert location.unsuitable(tmp_path / folder / "r.hverdag") is None
    assert location.unsuitable(tmp_path / folder / "OneDrive.hverdag") is None


def test_the_folders_that_onedrive_announces_are_known(tmp_path):
    environment = {"OneDriveCommercial": r"D:\Sky\Eksempel", "OneDrive": "", "PATH": "/bin"}
    assert location.in_cloud_folder(PureWindowsPath(r"D:\Sky\Eksempel\depot\r.hverdag"), environment)
    assert not location.in_cloud_folder(PureWindowsPath(r"D:\Sky\Annet\r.hverdag"), environment)


@pytest.mark.parametrize("marker", [".dropbox", "._sync_1f2e3d.db", ".849C9593-D756-4E56-8D6E-42412F2A707B"])
def test_what_a_cloud_client_leaves_in_its_folder_gives_it_away(tmp_path, marker):
    (tmp_path / marker).touch()
    assert location.unsuitable(tmp_path / "a" / "b" / "r.hverdag") == "cloud"


def test_the_settings_folder_of_dropbox_in_the_home_folder_means_nothing(tmp_path):
    (tmp_path / ".dropbox").mkdir()
    assert location.unsuitable(tmp_path / "r.hverdag") is None


@pytest.mark.skipif(os.name == "nt", reason="links need rights on Windows")
def test_a_link_into_a_cloud_folder_is_the_cloud_folder(tmp_path):
    (tmp_path / "Dropbox").mkdir()
    (tmp_path / "depot").symlink_to(tmp_path / "Dropbox")
    assert location.unsuitable(tmp_path / "depot" / "r.hverdag") == "cloud"


@pytest.mark.parametrize("place", ["share", "cloud"])
def test_no_register_is_made_or_opened_there(tmp_path, monkeypatch, place):
    path = tmp_path / "r.hverdag"
    Register.create(path).close()
    before = path.read_bytes()
    monkeypatch.setattr(location, "unsuitable", lambda _path: place)
    with pytest.raises(FileIsElsewhere) as told:
        Register.open(path)
    assert told.value.facts == {"place": place}
    with pytest.raises(FileIsElsewhere):
        Register.create(tmp_path / "new.hverdag")
    assert path.read_bytes() == before
    assert [file.name for file in Path(tmp_path).iterdir()] == ["r.hverdag"]


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        (PurePosixPath("/home/kari/År 100%/a?b#c.hverdag"), "file:///home/kari/%C3%85r%20100%25/a%3Fb%23c.hverdag"),
        (PureWindowsPath(r"C:\Brukere\Åse\lager.hverdag"), "file:///C:/Brukere/%C3%85se/lager.hverdag"),
        (PureWindowsPath(r"\\server\felles\kopi.hverdag"), "file:////server/felles/kopi.hverdag"),
    ],
)
def test_a_path_is_given_to_sqlite_without_a_host_name_which_it_refuses(path, expected):
    assert uri(path) == expected


@pytest.mark.parametrize("name", ["a?b#c%20d.hverdag", "Åse & Øyvind.hverdag", "mode=ro&.hverdag", "o'brien.hverdag"])
def test_a_register_may_be_called_anything(tmp_path, name):
    Register.create(tmp_path / name).close()
    assert [path.name for path in tmp_path.iterdir()] == [name]
    Register.open(tmp_path / name).close()


@pytest.mark.skipif(os.name == "nt", reason="there the folder decides")
def test_only_the_user_reads_a_new_register_and_its_copies(tmp_path):
    made = Register.create(tmp_path / "lager.hverdag")
    copy = backup.make(made)
    assert [path.stat().st_mode & 0o077 for path in (made.path, copy)] == [0, 0]
    made.path.chmod(0o660)  # a group that somebody has let in stays let in
    backup.restore(made.path, backup.make(made))
    assert made.path.stat().st_mode & 0o777 == 0o660
    made.close()


def test_a_register_that_could_not_be_made_leaves_no_file_and_no_connection(tmp_path, monkeypatch):
    closed = []
    monkeypatch.setattr(Register, "close", lambda self: closed.append(self.conn.close()))
    monkeypatch.setattr(migrations, "apply", lambda *_given, **_named: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        Register.create(tmp_path / "lager.hverdag")
    assert (len(closed), list(tmp_path.iterdir())) == (1, [])


def test_a_file_that_another_program_holds_on_windows_is_busy(tmp_path):
    fault = PermissionError(13, "in use")
    fault.winerror = 32  # type: ignore[attr-defined]  # Windows alone sets it
    with pytest.raises(FileIsBusy), telling(tmp_path):
        raise fault
