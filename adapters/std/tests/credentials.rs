//! The credentials file: what is read, what is refused and how it is said, and what a failed write leaves.
#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests are tests too")]

use core::sync::atomic::{AtomicUsize, Ordering};
use std::fs;
use std::path::{Path, PathBuf};

use emis_std::credentials::{Credentials, CredentialsFile, Keys, Problem, Relationship, Secret};

/// A directory of the test's own, removed at its end.
struct Directory(PathBuf);

impl Directory {
    fn new() -> Self {
        static NUMBER: AtomicUsize = AtomicUsize::new(0);
        let number = NUMBER.fetch_add(1, Ordering::SeqCst);
        let path = std::env::temp_dir().join(format!("emis-std-{}-{number}", std::process::id()));
        fs::create_dir(&path).unwrap();
        Self(path)
    }

    fn file(&self) -> PathBuf {
        self.0.join("credentials.toml")
    }

    fn entries(&self) -> usize {
        fs::read_dir(&self.0).unwrap().count()
    }
}

impl Drop for Directory {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn set_mode(path: &Path, mode: u32) {
    #[cfg(unix)]
    fs::set_permissions(path, std::os::unix::fs::PermissionsExt::from_mode(mode)).unwrap();
    #[cfg(not(unix))]
    let _ = (path, mode);
}

fn load(text: &str) -> Result<Credentials, Problem> {
    let directory = Directory::new();
    fs::write(directory.file(), text).unwrap();
    set_mode(&directory.file(), 0o600);
    Credentials::load(directory.file()).map_err(|error| {
        let (shown, debugged) = (error.to_string(), format!("{error:?}"));
        assert!(shown.contains("credentials.toml"), "{shown}");
        assert!(!shown.contains("hunter2") && !debugged.contains("hunter2"), "{shown} {debugged}");
        error.problem().clone()
    })
}

const HEAD: &str =
    "application_id = \"3f1c7a54-0d4e-4b7c-9a55-6a2f2a1b9c01\"\nendpoint = \"https://x.example/\"\n";
/// 32 bytes: "0123456789abcdef" twice.
const B64: &str = "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";

fn keys(table: &str) -> String {
    format!("[{table}]\nclient = \"{B64}\"\nserver = \"{B64}\"\n")
}

fn with_relationship(lines: &str) -> String {
    format!("{HEAD}{}[[relationship]]\n{lines}\n", keys("validation_keys"))
}

const PATIENT: &str = "ods_code = \"A12345\"\npatient_relationship_id = \"p-1\"\npatient_relationship_key = \"0123456789abcdef\"\n";

#[test]
fn what_is_in_the_file_is_read() {
    let read = load(&with_relationship(&format!("{PATIENT}pending_key = 'hunter2hunter2\"\\!'"))).unwrap();
    assert_eq!(read.application_id(), "3f1c7a54-0d4e-4b7c-9a55-6a2f2a1b9c01");
    assert_eq!(read.endpoint(), "https://x.example/");
    let Keys::Validation(pair) = read.keys() else { panic!("validation keys") };
    assert_eq!(pair.client(), b"0123456789abcdef0123456789abcdef");
    assert_eq!(pair.server(), b"0123456789abcdef0123456789abcdef");
    let [patient] = read.relationships() else { panic!("one relationship") };
    assert_eq!((patient.ods_code(), patient.patient_relationship_id()), ("A12345", "p-1"));
    assert_eq!(patient.patient_relationship_key(), b"0123456789abcdef");
    assert_eq!(patient.pending_key(), Some(&b"hunter2hunter2\"\\!"[..]));

    let read = load(&format!("{HEAD}{}", keys("pre_shared_keys"))).unwrap();
    assert!(matches!(read.keys(), Keys::PreShared(_)));
    assert!(read.relationships().is_empty());
}

#[test]
fn what_is_missing_or_unknown_is_told_by_its_line() {
    let good = format!("{HEAD}{}", keys("validation_keys"));
    let all = with_relationship(PATIENT);
    let without = |text: &str, line: &str| {
        let start = text.find(line).unwrap();
        let end = start + text[start..].find('\n').unwrap() + 1;
        load(&format!("{}{}", &text[..start], &text[end..]))
    };
    for member in ["application_id", "endpoint"] {
        assert_eq!(without(&good, member).err(), Some(Problem::Absent { line: 1, member }));
    }
    for (line, member) in [("client", "validation_keys.client"), ("server", "validation_keys.server")] {
        assert_eq!(without(&good, line).err(), Some(Problem::Absent { line: 3, member }));
    }
    for member in ["ods_code", "patient_relationship_id", "patient_relationship_key"] {
        assert_eq!(without(&all, member).err(), Some(Problem::Absent { line: 6, member }));
    }
    let unknown = |line| Some(Problem::Unknown { line });
    assert_eq!(load(&format!("hunter2 = 1\n{good}")).err(), unknown(1));
    assert_eq!(load(&format!("{good}hunter2 = \"hunter2\"\n")).err(), unknown(6));
    assert_eq!(load(&format!("{good}[hunter2]\n")).err(), unknown(6));
    assert_eq!(load(&with_relationship(&format!("{PATIENT}hunter2 = 1"))).err(), unknown(10));
}

#[test]
fn what_is_no_toml_or_of_the_wrong_type_is_told_by_its_line() {
    let good = keys("validation_keys");
    assert_eq!(load(&format!("{HEAD}hunter2\n{good}")).err(), Some(Problem::NotToml { line: 3 }));
    assert_eq!(
        load(&format!("{HEAD}{good}client = \"hunter2\"\n")).err(),
        Some(Problem::NotToml { line: 6 })
    );
    let number = HEAD.replace("\"https://x.example/\"", "7");
    let wrong = Problem::WrongType { line: 2, member: "endpoint" };
    assert_eq!(load(&format!("{number}{good}")).err(), Some(wrong));
    for (text, member) in [
        ("validation_keys = \"hunter2\"\n", "validation_keys"),
        ("relationship = \"hunter2\"\n", "relationship"),
        ("relationship = [\"hunter2\"]\n", "relationship"),
    ] {
        let wrong = Problem::WrongType { line: 3, member };
        assert_eq!(load(&format!("{HEAD}{text}")).err(), Some(wrong), "{text}");
    }
    let directory = Directory::new();
    fs::write(directory.file(), b"\xff").unwrap();
    set_mode(&directory.file(), 0o600);
    assert_eq!(Credentials::load(directory.file()).unwrap_err().problem(), &Problem::NotText);
}

#[test]
fn a_file_of_any_length_that_is_saved_is_read() {
    let directory = Directory::new();
    fs::write(directory.file(), vec![b'#'; (16 << 20) + 1]).unwrap();
    set_mode(&directory.file(), 0o600);
    assert_eq!(Credentials::load(directory.file()).unwrap_err().problem(), &Problem::TooLong);

    let mut many = example();
    let mut patient = many.relationships()[0].clone();
    for number in 0..3_000 {
        let id = format!("{number:064}");
        patient = Relationship::new("A12345", &id, Secret::from(patient.patient_relationship_key())).unwrap();
        many.set_relationship(patient.clone());
    }
    many.save(directory.file()).unwrap();
    assert_eq!(Credentials::load(directory.file()).unwrap().relationships().len(), 3_002);
}

#[test]
fn keys_are_there_once() {
    assert_eq!(load(HEAD).err(), Some(Problem::KeysNotOnce));
    let both = format!("{HEAD}{}{}", keys("validation_keys"), keys("pre_shared_keys"));
    assert_eq!(load(&both).err(), Some(Problem::KeysNotOnce));
    let twice = with_relationship(&format!("{PATIENT}[[relationship]]\n{PATIENT}"));
    assert_eq!(load(&twice).err(), Some(Problem::Repeated { line: 10 }));
}

/// The member that a file was refused for, if it was.
fn refused(text: &str) -> Option<&'static str> {
    match load(text) {
        Ok(_) => None,
        Err(Problem::Invalid { invalid, .. }) => Some(invalid.member()),
        Err(other) => panic!("{other}"),
    }
}

#[test]
fn rules_of_every_member() {
    let head = |id: &str, endpoint: &str| {
        let keys = keys("validation_keys");
        refused(&format!("application_id = \"{id}\"\nendpoint = \"{endpoint}\"\n{keys}"))
    };
    let id = "3f1c7a54-0d4e-4b7c-9a55-6a2f2a1b9c01";
    assert_eq!(head(id, "https://x/"), None);
    for bad in
        ["", "3F1C7A54-0D4E-4B7C-9A55-6A2F2A1B9C01", &id[1..], &format!("{id}0"), &id.replace('-', "0")]
    {
        assert_eq!(head(bad, "https://x/"), Some("application_id"), "{bad}");
    }
    for bad in ["", "https://x /", "https://\u{e4}/", &"x".repeat(2049)] {
        assert_eq!(head(id, bad), Some("endpoint"), "{bad}");
    }

    let patient = |ods: &str, id: &str, key: &str, pending: &str| {
        refused(&with_relationship(&format!(
            "ods_code = '{ods}'\npatient_relationship_id = '{id}'\npatient_relationship_key = '{key}'\n\
             pending_key = '{pending}'"
        )))
    };
    let key = "0123456789abcdef";
    for (ods, id, key) in [("A12", "a", key), ("A123456789", &"Z9-".repeat(21), &"!~".repeat(64))] {
        assert_eq!(patient(ods, id, key, key), None);
    }
    for bad in ["", "A1", "A1234567890", "a1234", "A 123"] {
        assert_eq!(patient(bad, "a", key, key), Some("ods_code"), "{bad}");
    }
    for bad in ["", &"a".repeat(65), "a_b", "a b"] {
        assert_eq!(patient("A123", bad, key, key), Some("patient_relationship_id"), "{bad}");
    }
    for bad in ["", "0123456789abcde", &"x".repeat(129), "0123456789abcde ", "0123456789abcde\u{e4}"] {
        assert_eq!(patient("A123", "a", bad, key), Some("patient_relationship_key"), "{bad}");
        assert_eq!(patient("A123", "a", key, bad), Some("pending_key"), "{bad}");
    }
}

/// Base64 of so many bytes of zero, written out by its rule.
fn zeros(bytes: usize) -> String {
    let (full, rest) = (bytes / 3, bytes % 3);
    "AAAA".repeat(full) + ["", "AA==", "AAA="][rest]
}

// PS-1
#[test]
fn rules_of_the_keys() {
    for (table, client, server, least, most) in [
        ("pre_shared_keys", "pre_shared_keys.client", "pre_shared_keys.server", 16, 128),
        ("validation_keys", "validation_keys.client", "validation_keys.server", 32, 32),
    ] {
        let with = |one: &str, two: &str| {
            refused(&format!("{HEAD}[{table}]\nclient = \"{one}\"\nserver = \"{two}\"\n"))
        };
        let good = zeros(least);
        assert_eq!(with(&good, &zeros(most)), None);
        for bad in [0, least - 1, most + 1, 200] {
            assert_eq!(with(&zeros(bad), &good), Some(client), "{bad}");
            assert_eq!(with(&good, &zeros(bad)), Some(server), "{bad}");
        }
        // Not canonical, not padded, another alphabet, white space, not base64.
        let padded = zeros(32);
        for bad in [
            padded.replace("AAA=", "AAB="),
            padded.replace('=', ""),
            padded.replacen('A', "_", 1),
            format!(" {padded}"),
            "hunter2".to_owned(),
        ] {
            assert_eq!(with(&bad, &good), Some(client), "{bad}");
        }
    }
}

fn example() -> Credentials {
    let keys = Keys::pre_shared(Secret::new(vec![0xff; 128]), Secret::new((0..16).collect())).unwrap();
    let mut credentials =
        Credentials::new("3f1c7a54-0d4e-4b7c-9a55-6a2f2a1b9c01", "https://x.example/\"\\", keys).unwrap();
    for (id, key) in [("first", vec![b'"'; 128]), ("second", vec![b'\\'; 128])] {
        let mut patient = Relationship::new("A12345", id, Secret::new(key.clone())).unwrap();
        patient.set_pending_key(Secret::new(key)).unwrap();
        credentials.set_relationship(patient);
    }
    credentials
}

// SH-28: the pending key beside the old one
#[test]
fn what_is_saved_is_read_back() {
    let directory = Directory::new();
    let mut saved = example();
    let mut patient = saved.relationships()[0].clone();
    patient.set_needs_registration();
    saved.set_relationship(patient);
    saved.save(directory.file()).unwrap();
    let read = Credentials::load(directory.file()).unwrap();
    assert_eq!((read.application_id(), read.endpoint()), (saved.application_id(), saved.endpoint()));
    let (Keys::PreShared(before), Keys::PreShared(after)) = (saved.keys(), read.keys()) else {
        panic!("pre-shared keys")
    };
    assert_eq!((before.client(), before.server()), (after.client(), after.server()));
    assert_eq!(read.relationships().len(), 2);
    for (before, after) in saved.relationships().iter().zip(read.relationships()) {
        assert_eq!(before.patient_relationship_id(), after.patient_relationship_id());
        assert_eq!(before.patient_relationship_key(), after.patient_relationship_key());
        assert_eq!(before.pending_key(), after.pending_key());
        assert_eq!(before.needs_registration(), after.needs_registration());
    }
    assert!(read.relationships()[0].needs_registration() && !read.relationships()[1].needs_registration());
    assert_eq!(directory.entries(), 1);
}

#[test]
fn a_reset_changes_one_relationship() {
    let mut credentials = example();
    let mut patient = credentials.relationships()[0].clone();
    assert!(patient.drop_pending_key() && !patient.drop_pending_key());
    assert!(!patient.accept_pending_key());
    assert!(patient.set_pending_key(Secret::new(vec![b'x'; 15])).is_err());
    assert_eq!(patient.pending_key(), None);
    patient.set_pending_key(Secret::new(vec![b'x'; 64])).unwrap();
    patient.set_needs_registration();
    assert!(patient.accept_pending_key() && !patient.needs_registration());
    assert_eq!((patient.patient_relationship_key(), patient.pending_key()), (&[b'x'; 64][..], None));
    credentials.set_relationship(patient);
    assert_eq!(credentials.relationships().len(), 2);
    assert_eq!(credentials.relationships()[0].patient_relationship_key(), [b'x'; 64]);
    assert!(!credentials.remove_relationship("A12345", "third"));
    assert!(!credentials.remove_relationship("B12345", "first"));
    assert!(credentials.remove_relationship("A12345", "first"));
    assert_eq!(credentials.relationships()[0].patient_relationship_id(), "second");
}

// APP-2
#[test]
fn nothing_secret_is_shown() {
    let secret = || Secret::from(&b"hunter2hunter2hunter2hunter2!!!!"[..]);
    let keys = Keys::validation(secret(), secret()).unwrap();
    let id = "3f1c7a54-0d4e-4b7c-9a55-6a2f2a1b9c01";
    let mut credentials = Credentials::new(id, "https://u:hunter2@x/", keys.clone()).unwrap();
    credentials.set_relationship(Relationship::new("A12345", "hunter2", secret()).unwrap());
    let shown = format!("{credentials:?} {:?} {keys:?} {:?}", credentials.relationships(), secret());
    assert!(!shown.contains("hunter2"), "{shown}");
    // Nor as the numbers of its bytes.
    assert!(!shown.contains("104, 117"), "{shown}");
}

#[test]
fn a_failed_save_leaves_what_was_there() {
    let directory = Directory::new();
    let long = directory.0.join("x".repeat(250));
    fs::write(&long, "old").unwrap();
    // The name is legal, and one that is longer by the temporary file's ending is not.
    assert!(matches!(example().save(&long).unwrap_err().problem(), Problem::Unwritable(_)));
    assert_eq!(fs::read_to_string(&long).unwrap(), "old");
    assert_eq!(directory.entries(), 1);

    let nowhere = directory.0.join("nowhere").join("file");
    assert!(matches!(example().save(nowhere).unwrap_err().problem(), Problem::Unwritable(_)));
    assert_eq!(example().save(&directory.0).unwrap_err().problem(), &Problem::NotAFile);
    assert!(matches!(Credentials::load(directory.file()).unwrap_err().problem(), Problem::Unreadable(_)));
}

#[cfg(unix)]
mod unix {
    use super::*;
    use std::os::unix::fs::{PermissionsExt as _, symlink};

    fn mode(path: &Path) -> u32 {
        fs::metadata(path).unwrap().permissions().mode() & 0o7777
    }

    // APP-3
    #[test]
    fn a_file_that_others_can_use_is_refused() {
        let directory = Directory::new();
        example().save(directory.file()).unwrap();
        for bit in [0o001, 0o002, 0o004, 0o010, 0o020, 0o040] {
            set_mode(&directory.file(), 0o600 | bit);
            let error = Credentials::load(directory.file()).unwrap_err();
            assert_eq!(error.problem(), &Problem::OpenToOthers { mode: 0o600 | bit });
            assert!(error.to_string().contains("0600"), "{error}");
        }
        for own in [0o600, 0o400, 0o700] {
            set_mode(&directory.file(), own);
            assert!(Credentials::load(directory.file()).is_ok(), "{own:o}");
        }
    }

    // APP-3
    #[test]
    fn a_saved_file_is_its_owner_s_alone() {
        let directory = Directory::new();
        fs::write(directory.file(), "old").unwrap();
        set_mode(&directory.file(), 0o666);
        example().save(directory.file()).unwrap();
        assert_eq!(mode(&directory.file()), 0o600);
        assert!(Credentials::load(directory.file()).is_ok());
    }

    #[test]
    fn what_is_no_file_is_refused_and_not_waited_for() {
        let directory = Directory::new();
        let real = directory.0.join("real");
        example().save(&real).unwrap();
        symlink(&real, directory.file()).unwrap();
        let refused = |path: &Path| Credentials::load(path).unwrap_err().problem().clone();
        assert_eq!(refused(&directory.file()), Problem::NotAFile);
        assert_eq!(example().save(directory.file()).unwrap_err().problem(), &Problem::NotAFile);
        assert_eq!(refused(&directory.0), Problem::NotAFile);
        assert_eq!(refused(Path::new("/dev/null")), Problem::NotAFile);

        let pipe = directory.0.join("pipe");
        let (kind, mode) = (rustix::fs::FileType::Fifo, rustix::fs::Mode::from_raw_mode(0o600));
        rustix::fs::mknodat(rustix::fs::CWD, &pipe, kind, mode, 0).unwrap();
        assert_eq!(refused(&pipe), Problem::NotAFile);
    }

    #[test]
    fn a_saved_file_is_another_file() {
        use std::os::unix::fs::MetadataExt as _;
        // A reader that has the old one open goes on to see it whole.
        let directory = Directory::new();
        example().save(directory.file()).unwrap();
        let before = fs::metadata(directory.file()).unwrap().ino();
        let open = fs::File::open(directory.file()).unwrap();
        let mut changed = example();
        changed.remove_relationship("A12345", "first");
        changed.save(directory.file()).unwrap();
        assert_ne!(fs::metadata(directory.file()).unwrap().ino(), before);
        let old = std::io::read_to_string(open).unwrap();
        assert!(old.contains("first") && !fs::read_to_string(directory.file()).unwrap().contains("first"));
    }
}

fn labelled(id: &str, label: &str) -> Relationship {
    let key = Secret::new(b"0123456789abcdef".to_vec());
    Relationship::new("A12345", id, key).unwrap().with_label(label).unwrap()
}

#[test]
fn a_relationship_is_found_by_its_label() {
    let directory = Directory::new();
    let keys = Keys::pre_shared(Secret::new(vec![7; 32]), Secret::new(vec![8; 32])).unwrap();
    let credentials =
        Credentials::new("3f1c7a54-0d4e-4b7c-9a55-6a2f2a1b9c01", "https://x.example/", keys).unwrap();
    let mut file = CredentialsFile::create(directory.file(), credentials).unwrap();
    for (id, label) in [("p-1", "first \"one\""), ("p-2", "second")] {
        file.set_relationship(labelled(id, label)).unwrap();
    }
    let mut pending = labelled("p-2", "second");
    pending.set_pending_key(Secret::new(b"fedcba9876543210".to_vec())).unwrap();
    pending.set_pending_session("00112233445566778899aabbccddeeff").unwrap();
    file.set_relationship(pending).unwrap();

    let again = CredentialsFile::open(directory.file()).unwrap();
    let found = |ods_code, label| again.credentials().find(ods_code, label);
    assert_eq!(found("A12345", "first \"one\"").unwrap().patient_relationship_id(), "p-1");
    let second = found("A12345", "second").unwrap();
    assert_eq!(second.patient_relationship_id(), "p-2");
    assert_eq!(second.pending_session(), Some("00112233445566778899aabbccddeeff"));
    assert!(found("A12345", "p-1").is_none() && found("B12345", "second").is_none());
    assert_eq!(again.path(), directory.file());

    // A patient who registers anew has another id: the label has one relationship.
    file.set_relationship(labelled("p-3", "second")).unwrap();
    let again = CredentialsFile::open(directory.file()).unwrap();
    assert_eq!(again.credentials().relationships().len(), 2);
    assert_eq!(again.credentials().find("A12345", "second").unwrap().patient_relationship_id(), "p-3");
}

#[test]
fn labels_and_pending_sessions_have_their_forms() {
    let relationship =
        || Relationship::new("A12345", "p-1", Secret::new(b"0123456789abcdef".to_vec())).unwrap();
    for wrong in ["", "a\nb", "caf\u{e9}", &"x".repeat(129)] {
        assert!(relationship().with_label(wrong).is_err(), "{wrong}");
    }
    assert!(relationship().with_label(&"x".repeat(128)).is_ok());
    let mut relationship = relationship();
    for wrong in ["", "00112233445566778899AABBCCDDEEFF", "00112233445566778899aabbccddeef"] {
        assert!(relationship.set_pending_session(wrong).is_err(), "{wrong}");
    }
}

#[test]
fn a_label_stands_once_for_a_practice() {
    let text = |second: &str| {
        let relationship = |id, label| {
            format!(
                "[[relationship]]\nlabel = \"{label}\"\nods_code = \"A12345\"\npatient_relationship_id = \"{id}\"\n\
                 patient_relationship_key = \"0123456789abcdef\"\n"
            )
        };
        let keys = format!("[validation_keys]\nclient = \"{B64}\"\nserver = \"{B64}\"\n");
        format!("{HEAD}{keys}{}{}", relationship("p-1", "one"), relationship("p-2", second))
    };
    assert!(load(&text("two")).is_ok());
    assert!(matches!(load(&text("one")), Err(Problem::Repeated { .. })));
}
