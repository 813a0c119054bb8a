//! Whether a file system lets bytes be overwritten in place. Where it does not, destroying a key leaves copies.
//! Knows nothing of the vault's files.

use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::Path;

use super::files::{Attempt, FileError};

/// A file system, as far as destruction is concerned.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileSystem {
    /// Its name: `ext4`, `btrfs` … or its magic number if it is not known.
    pub name: String,
    /// Whether what is overwritten in place is gone from the volume. False where that is not known to hold.
    pub overwrites_in_place: bool,
}

/// Magic number, name, whether writing in place overwrites.
const KNOWN: &[(u64, &str, bool)] = &[
    (0xEF53, "ext4", true),
    (0x5846_5342, "xfs", true),
    // In memory; swapped pages are the operator's to care for.
    (0x0102_1994, "tmpfs", true),
    (0x8584_58F6, "ramfs", true),
    // What a stick usually carries: no journal of data, no copies.
    (0x4D44, "vfat", true),
    (0x2011_BAB0, "exfat", true),
    // Copy on write, log-structured, or somebody else's disk.
    (0x9123_683E, "btrfs", false),
    (0xCA45_1A4E, "bcachefs", false),
    (0x2FC1_2FC1, "zfs", false),
    (0xF2F5_2010, "f2fs", false),
    (0x3434, "nilfs2", false),
    (0x794C_7630, "overlayfs", false),
    (0xF15F, "ecryptfs", false),
    (0x6573_5546, "fuse", false),
    (0x6969, "nfs", false),
    (0xFF53_4D42, "cifs", false),
    (0xFE53_4D42, "smb2", false),
    (0x0102_1997, "9p", false),
];

/// Tells the file system a path lies on.
pub fn file_system(path: &Path) -> Result<FileSystem, FileError> {
    let found = rustix::fs::statfs(path).map_err(std::io::Error::from).attempt("examine", path)?;
    let magic = u64::try_from(found.f_type & 0xFFFF_FFFF).unwrap_or_default();
    let device = fs::metadata(path).attempt("examine", path)?.dev();
    let mounts = fs::read_to_string("/proc/self/mountinfo").unwrap_or_default();
    Ok(judge(magic, mount_of(&mounts, device)))
}

/// What the list of mounts says about one device.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Mount<'a> {
    kind: &'a str,
    options: &'a str,
}

fn judge(magic: u64, mount: Option<Mount<'_>>) -> FileSystem {
    let known = KNOWN.iter().find(|(number, _, _)| *number == magic);
    let (name, overwrites) = known.map_or_else(
        || (format!("unknown ({magic:#x})"), false),
        |known| (known.1.to_owned(), known.2),
    );
    if name != "ext4" {
        return FileSystem { name, overwrites_in_place: overwrites };
    }
    // ext2, ext3 and ext4 share a number; with data=journal every overwritten block goes through the journal first.
    let name = mount.map_or(name, |mount| mount.kind.to_owned());
    let journaled =
        mount.is_some_and(|mount| mount.options.split(',').any(|option| option == "data=journal"));
    if journaled {
        return FileSystem {
            name: format!("{name} with data=journal"),
            overwrites_in_place: false,
        };
    }
    FileSystem { name, overwrites_in_place: true }
}

/// Finds a device in `/proc/self/mountinfo` (`proc_pid_mountinfo(5)`): fields, a hyphen, type, source, super options.
fn mount_of(mounts: &str, device: u64) -> Option<Mount<'_>> {
    let wanted = format!("{}:{}", rustix::fs::major(device), rustix::fs::minor(device));
    mounts.lines().find_map(|line| {
        let (fields, rest) = line.split_once(" - ")?;
        let mut rest = rest.split(' ');
        let kind = rest.next()?;
        let options = rest.nth(1)?;
        (fields.split(' ').nth(2)? == wanted).then_some(Mount { kind, options })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const MOUNTS: &str = "\
22 1 254:0 / / rw,relatime shared:1 - ext4 /dev/vda rw,errors=remount-ro
31 22 254:16 / /practice rw shared:7 - ext4 /dev/vdb rw,data=journal
32 22 254:32 / /stick rw - vfat /dev/sdc1 rw,fmask=0022
";

    fn on(minor: u32, magic: u64) -> FileSystem {
        judge(magic, mount_of(MOUNTS, rustix::fs::makedev(254, minor)))
    }

    #[test]
    fn an_ordered_ext4_overwrites_and_a_data_journal_does_not() {
        assert_eq!(on(0, 0xEF53), FileSystem { name: "ext4".into(), overwrites_in_place: true });
        let journaled =
            FileSystem { name: "ext4 with data=journal".into(), overwrites_in_place: false };
        assert_eq!(on(16, 0xEF53), journaled);
    }

    #[test]
    fn copying_and_unknown_file_systems_are_not_trusted_to_overwrite() {
        for magic in [0x9123_683E, 0x2FC1_2FC1, 0x794C_7630, 0xF2F5_2010, 0x6573_5546, 0x1234_5678]
        {
            assert!(!on(99, magic).overwrites_in_place, "{magic:#x}");
        }
        assert_eq!(on(99, 0x1234_5678).name, "unknown (0x12345678)");
        assert!(on(99, 0x5846_5342).overwrites_in_place);
        assert!(on(32, 0x4D44).overwrites_in_place);
    }

    #[test]
    fn a_path_is_judged_by_the_file_system_it_lies_on() {
        let of_processes = file_system(Path::new("/proc/self")).unwrap();
        assert_eq!(
            of_processes,
            FileSystem { name: "unknown (0x9fa0)".into(), overwrites_in_place: false }
        );
        assert_eq!(file_system(Path::new("/no/such/folder")).unwrap_err().attempt, "examine");
    }
}
