//! A world kept in a file (redb), so that a restart loses nothing: what a call changes is in it, and synchronised, before
//! the call is answered (SH-11).
//!
//! Easy to get wrong: a failed write is not retried, and nothing is undone in memory. It is then unknown what the file
//! holds, so the store refuses from there on and the practices answer Unavailable, until a restart reads the file.
//! Sessions are not stored: their clients begin new ones.

use core::fmt;
use core::sync::atomic::{AtomicBool, Ordering};
use std::fs::{File, OpenOptions};
use std::io::{self, ErrorKind};
use std::path::Path;

use jiff::{SignedDuration, Timestamp};
use redb::{Database, DatabaseError, Durability, ReadableDatabase as _, ReadableTable as _, TableDefinition};

use crate::world::{NotAWorld, Row, World};

/// Rows by name, each a text of JSON.
const ROWS: TableDefinition<'_, &str, &str> = TableDefinition::new("rows");
/// What the store is of.
const ABOUT: TableDefinition<'_, &str, &str> = TableDefinition::new("about");
/// Any change of the rows or of what is generated from the seed needs another number.
const FORMAT: &str = "emis-simulator store 1";

/// The store of one world. See the module.
#[derive(Debug)]
pub(crate) struct Store {
    database: Database,
    failed: AtomicBool,
}

/// The practices' time, as it is stored: a real clock goes on by itself, but its moves have to be stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Moment {
    /// How far the clock has been moved ahead.
    pub(crate) ahead: SignedDuration,
    /// The time.
    pub(crate) latest: Timestamp,
}

/// The state of an earlier run.
#[derive(Debug)]
pub(crate) struct Kept {
    pub(crate) world: World,
    pub(crate) moment: Moment,
}

impl Store {
    /// Opens the store of a world of that seed, or creates the file.
    pub(crate) fn open(path: &Path, seed: u64) -> Result<(Self, Option<Kept>), StoreError> {
        create(path)?;
        let database = Database::create(path).map_err(|error| match error {
            DatabaseError::DatabaseAlreadyOpen => StoreError::InUse,
            other => other.into(),
        })?;
        let kept = read(&database, seed)?;
        Ok((Self { database, failed: AtomicBool::new(false) }, kept))
    }

    /// An empty store over anything.
    #[cfg(test)]
    pub(crate) fn over(backend: impl redb::StorageBackend) -> Self {
        let database = Database::builder().create_with_backend(backend).unwrap();
        Self { database, failed: AtomicBool::new(false) }
    }

    /// Whether a write has failed, so that the store refuses.
    pub(crate) fn has_failed(&self) -> bool {
        self.failed.load(Ordering::Acquire)
    }

    /// Writes these rows and the time, all or nothing. They are on the disk when this returns.
    pub(crate) fn write(&self, rows: Result<Vec<Row>, NotAWorld>, moment: Moment) -> Result<(), StoreError> {
        self.transact(|transaction| {
            let mut table = transaction.open_table(ROWS)?;
            for (name, text) in &rows? {
                match text {
                    Some(text) => _ = table.insert(&**name, &**text)?,
                    None => _ = table.remove(&**name)?,
                }
            }
            drop(table);
            tell(transaction, moment)
        })
    }

    /// Replaces the world by another one of the store's seed.
    pub(crate) fn replace(&self, world: &World, seed: u64, moment: Moment) -> Result<(), StoreError> {
        self.transact(|transaction| {
            transaction.delete_table(ROWS)?;
            let mut about = transaction.open_table(ABOUT)?;
            about.insert("format", FORMAT)?;
            about.insert("seed", &*seed.to_string())?;
            let mut table = transaction.open_table(ROWS)?;
            for (name, text) in &world.all_rows()? {
                if let Some(text) = text {
                    table.insert(&**name, &**text)?;
                }
            }
            drop((about, table));
            tell(transaction, moment)
        })
    }

    fn transact(
        &self,
        work: impl FnOnce(&redb::WriteTransaction) -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        if self.has_failed() {
            return Err(StoreError::Failed("an earlier write failed".to_owned()));
        }
        let outcome = (|| {
            let mut transaction = self.database.begin_write()?;
            transaction.set_durability(Durability::Immediate)?;
            work(&transaction)?;
            Ok(transaction.commit()?)
        })();
        self.failed.fetch_or(outcome.is_err(), Ordering::Release);
        outcome
    }
}

fn tell(transaction: &redb::WriteTransaction, moment: Moment) -> Result<(), StoreError> {
    let mut about = transaction.open_table(ABOUT)?;
    about.insert("ahead", &*moment.ahead.to_string())?;
    about.insert("latest", &*moment.latest.to_string())?;
    Ok(())
}

/// Creates the file with access for its owner only, because patients' keys will be in it, even if they are made up.
fn create(path: &Path) -> io::Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    match options.open(path) {
        Err(error) if error.kind() == ErrorKind::AlreadyExists => Ok(()),
        Err(error) => Err(error),
        // The file's name has to be durable too.
        Ok(_) if cfg!(unix) => {
            let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
            File::open(folder.unwrap_or(Path::new(".")))?.sync_all()
        }
        Ok(_) => Ok(()),
    }
}

/// Reads all of it. A file without any content counts as new.
fn read(database: &Database, seed: u64) -> Result<Option<Kept>, StoreError> {
    let transaction = database.begin_read()?;
    let about = match transaction.open_table(ABOUT) {
        Err(redb::TableError::TableDoesNotExist(_)) if transaction.list_tables()?.next().is_none() => {
            return Ok(None);
        }
        other => other?,
    };
    let told = |name| Ok::<_, StoreError>(about.get(name)?.map(|value| value.value().to_owned()));
    if told("format")?.as_deref() != Some(FORMAT) {
        return Err(StoreError::Format);
    }
    let kept: u64 = told("seed")?.and_then(|seed| seed.parse().ok()).ok_or(StoreError::Damaged)?;
    if kept != seed {
        return Err(StoreError::Seed { kept, asked: seed });
    }
    let ahead = told("ahead")?.and_then(|ahead| ahead.parse().ok()).ok_or(StoreError::Damaged)?;
    let latest = told("latest")?.and_then(|latest| latest.parse().ok()).ok_or(StoreError::Damaged)?;
    let mut rows = Vec::new();
    for row in transaction.open_table(ROWS)?.iter()? {
        let (name, text) = row?;
        rows.push((name.value().to_owned(), text.value().to_owned()));
    }
    let world = World::from_rows(rows.iter().map(|(name, text)| (&**name, &**text)))?;
    Ok(Some(Kept { world, moment: Moment { ahead, latest } }))
}

/// A store cannot be used.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum StoreError {
    /// Another simulator uses it.
    InUse,
    /// It belongs to another world.
    Seed {
        /// The seed of the world in it.
        kept: u64,
        /// The seed that was asked for.
        asked: u64,
    },
    /// It belongs to another version of the simulator, or to another program.
    Format,
    /// Its content is not a world.
    Damaged,
    /// The file cannot be read or written: why, in the words of the operating system or of redb.
    Failed(String),
}

impl fmt::Display for StoreError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::InUse => f.write_str("the store is in use: stop the other simulator, or name another file"),
            Self::Seed { kept, asked } => write!(
                f,
                "the store belongs to seed {kept}, not to seed {asked}: start with seed {kept}, or name another file"
            ),
            Self::Format => f.write_str("the store belongs to another version: name another file"),
            Self::Damaged => {
                f.write_str("the store is damaged: name another file, or put a copy in its place")
            }
            Self::Failed(why) => write!(f, "the store cannot be read or written: {why}"),
        }
    }
}

impl core::error::Error for StoreError {}

impl From<NotAWorld> for StoreError {
    fn from(_: NotAWorld) -> Self {
        Self::Damaged
    }
}

impl From<io::Error> for StoreError {
    fn from(error: io::Error) -> Self {
        Self::Failed(error.to_string())
    }
}

/// The errors of each of redb's steps.
macro_rules! failed {
    ($($error:ident)*) => {$(
        impl From<redb::$error> for StoreError {
            fn from(error: redb::$error) -> Self {
                Self::Failed(error.to_string())
            }
        }
    )*};
}
failed!(CommitError DatabaseError SetDurabilityError StorageError TableError TransactionError);

#[cfg(test)]
mod tests;
