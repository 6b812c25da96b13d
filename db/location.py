"""Where a register may live: not on a network share, not in a folder that a cloud client keeps in step."""

import os
import re
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path, PurePath, PureWindowsPath

SHARES = {
    "9p", "afs", "ceph", "cifs", "davfs", "drvfs", "fuse.cifs", "fuse.davfs2", "fuse.glusterfs", "fuse.gvfsd-fuse",
    "fuse.rclone", "fuse.s3fs", "fuse.smbnetfs", "fuse.sshfs", "fuse.vmhgfs-fuse", "glusterfs",
    "lustre", "ncpfs", "nfs", "nfs4", "prl_fs", "smb", "smb2", "smb3", "smbfs", "sshfs", "vboxsf", "webdav",
}  # fmt: skip
_CLOUD_PART = re.compile(
    r"onedrive( - .*|-.*)?|dropbox( \(.*\))?|google ?drive|googledrive-.*|icloud ?drive|mobile documents"
    r"|com~apple~clouddocs|cloudstorage|nextcloud\d*|owncloud\d*|jottacloud|box sync|pcloud ?drive|synologydrive"
    r"|proton ?drive|mega(sync)?|seafile|tresorit",
    re.IGNORECASE,
)
# What the clients leave in the root of the folder they keep in step. The file .dropbox is one; the folder is not.
_MARKER_FILES = (".dropbox", ".849C9593-D756-4E56-8D6E-42412F2A707B", ".owncloudsync.log", ".nextcloudsync.log")
_MARKER_FOLDERS = (
    ".dropbox.cache", ".tmp.drivedownload", ".shortcut-targets-by-id", ".SynologyWorkingDirectory", ".stfolder",
)  # fmt: skip
_SYNC_JOURNALS = ("._sync_*.db", ".sync_*.db")
_REMOTE_DRIVE = 4  # DRIVE_REMOTE of GetDriveTypeW
_OCTAL = re.compile(r"\\([0-7]{3})")


def unsuitable(path: Path | str) -> str | None:
    """Why no register may live at the path: "share", "cloud", or None where it may."""
    if is_unc(str(path)):
        return "share"
    place = Path(os.path.realpath(path))  # a link into a share is the share
    if on_share(place):
        return "share"
    if in_cloud_folder(place, os.environ) or any(has_cloud_marker(folder) for folder in place.parents):
        return "cloud"
    return None


def is_unc(path: str) -> bool:
    """Whether a path as written names another machine, as in \\\\server\\share."""
    plain = path.removeprefix("\\\\?\\")
    if plain.upper().startswith("UNC\\"):
        return True
    if not plain.startswith("\\\\") and os.name != "nt":
        return False  # //x is an ordinary path outside Windows
    return PureWindowsPath(plain).drive.startswith("\\\\") and not plain.startswith("\\\\.\\")


def on_share(place: Path) -> bool:
    """Whether the system mounts the place from another machine; False where it cannot tell."""
    if sys.platform == "win32":
        import ctypes

        return ctypes.windll.kernel32.GetDriveTypeW(place.anchor) == _REMOTE_DRIVE
    try:
        if sys.platform == "darwin":
            mounts = mac_mounts(_asked("/sbin/mount"))
        else:
            mounts = linux_mounts(Path("/proc/self/mountinfo").read_text("utf-8", "surrogateescape"))
    except OSError:
        return False
    return file_system(mounts, place) in SHARES


def _asked(program: str) -> str:
    import subprocess

    try:
        return subprocess.run([program], capture_output=True, text=True, timeout=5, check=True).stdout
    except subprocess.SubprocessError:
        return ""


def linux_mounts(mountinfo: str) -> list[tuple[str, str]]:
    """Mount points and file systems from the text of /proc/self/mountinfo, in order of mounting."""
    found = []
    for line in mountinfo.splitlines():
        left, dash, right = line.partition(" - ")
        fields = left.split(" ")
        if dash and len(fields) >= 6 and right:
            point = _OCTAL.sub(lambda code: chr(int(code[1], 8)), fields[4])  # spaces are written \040
            found.append((point, right.split(" ")[0]))
    return found


def mac_mounts(told: str) -> list[tuple[str, str]]:
    """Mount points and file systems from what /sbin/mount prints on macOS."""
    return re.findall(r"^.+ on (/.*) \(([^,)]+)", told, re.MULTILINE)


def file_system(mounts: Iterable[tuple[str, str]], place: PurePath) -> str | None:
    """The file system of the mount that holds the place: the longest mount point, the latest where two are equal."""
    parents = {str(place), *(str(parent) for parent in place.parents)}
    holding = [(point, kind) for point, kind in mounts if point in parents]
    return max(reversed(holding), key=lambda mount: len(mount[0]), default=("", None))[1]


def in_cloud_folder(place: PurePath, environment: Mapping[str, str]) -> bool:
    """Whether the path runs through a folder that OneDrive, Dropbox and their like are known by."""
    roots = [type(place)(value) for name, value in environment.items() if name.upper().startswith("ONEDRIVE") and value]
    if any(root in (place, *place.parents) for root in roots):
        return True
    return any(_CLOUD_PART.fullmatch(part) for part in place.parent.parts)


def has_cloud_marker(folder: Path) -> bool:
    """Whether a cloud client has left its mark in the folder."""
    try:
        return (
            any((folder / name).is_file() for name in _MARKER_FILES)
            or any((folder / name).is_dir() for name in _MARKER_FOLDERS)
            or any(True for pattern in _SYNC_JOURNALS for _ in folder.glob(pattern))
        )
    except OSError:
        return False
