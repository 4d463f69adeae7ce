//! The images of `benches/footprint`: how each is built, where it is, and its size.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

use crate::Done;
use crate::device::tools;

/// A program of the footprint workspace.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Image {
    /// The start of a program.
    Empty,
    /// The cryptography and base64, bare.
    Primitives,
    /// The whole client, by the operations' tables.
    Client,
    /// The whole client, by its types.
    Typed,
    /// Both, to be run.
    Run,
}

impl Image {
    fn name(self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::Primitives => "primitives",
            Self::Client => "client",
            Self::Typed => "typed",
            Self::Run => "run",
        }
    }
}

/// For which processor, and how.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Variant {
    pub(super) target: &'static str,
    /// The opt-level, which is the profile's name too.
    pub(super) level: &'static str,
}

const CORTEX_M4: &str = "thumbv7em-none-eabihf";
/// A Cortex-M4 has all of its instructions, so its program is run on the same board: a board with so little memory has
/// no room for what a run needs besides the client.
const CORTEX_M0: &str = "thumbv6m-none-eabi";

impl Variant {
    pub(super) const ALL: [Self; 4] = [
        Self { target: CORTEX_M4, level: "z" },
        Self { target: CORTEX_M4, level: "s" },
        Self { target: CORTEX_M0, level: "z" },
        Self { target: CORTEX_M0, level: "s" },
    ];

    /// The P-256 crates compute with 64 bits on every Arm, unless a flag says that the processor has 32, which is
    /// smaller and faster. sha2 has a backend of a fifth of the size, a third slower: it is used at opt-level z, and
    /// the other one at s.
    fn flags(&self) -> String {
        let compact = if self.level == "z" { r#", "--cfg", "sha2_backend_soft=\"compact\"""# } else { "" };
        format!(r#"target.{}.rustflags=["--cfg", "cpubits=\"32\""{compact}]"#, self.target)
    }
}

/// Where images are built.
pub(super) struct Workshop {
    sources: PathBuf,
    target: PathBuf,
    answers: PathBuf,
}

impl Workshop {
    pub(super) fn new(root: &Path) -> Done<Self> {
        let target = env::var_os("CARGO_TARGET_DIR").map_or_else(|| root.join("target"), PathBuf::from);
        let target = std::path::absolute(target)?.join("footprint");
        fs::create_dir_all(&target)?;
        Ok(Self { sources: root.join("benches/footprint"), answers: target.join("answers"), target })
    }

    /// Keeps what the practice answers, for the image that is run.
    pub(super) fn keep_answers(&self, answers: &[u8]) -> Done {
        // Not written if they are the same, so that nothing is rebuilt.
        if fs::read(&self.answers).is_ok_and(|kept| kept == answers) {
            return Ok(());
        }
        Ok(fs::write(&self.answers, answers)?)
    }

    pub(super) fn build(&self, variant: &Variant, images: &[Image]) -> Done<Built> {
        let mut cargo = self.cargo(variant, "core");
        cargo.args(images.iter().flat_map(|image| ["--bin", image.name()]));
        finish(cargo)?;
        Ok(Built { folder: self.folder(variant) })
    }

    /// Builds the image with everything that the client must not have.
    pub(super) fn build_control(&self) -> Done<PathBuf> {
        let [variant, ..] = &Variant::ALL;
        let mut cargo = self.cargo(variant, "core,alloc");
        cargo.args(["--bin", "control", "--features", "control"]);
        finish(cargo)?;
        Ok(self.folder(variant).join("control"))
    }

    fn folder(&self, variant: &Variant) -> PathBuf {
        self.target.join(variant.target).join(variant.level)
    }

    fn cargo(&self, variant: &Variant, library: &str) -> Command {
        let mut cargo = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
        cargo
            .current_dir(&self.sources)
            .env("CARGO_TARGET_DIR", &self.target)
            .env("RUSTC", tools::RUSTC)
            // Building the library from source is not yet stable.
            .env("RUSTC_BOOTSTRAP", "1")
            .env("EMIS_FOOTPRINT_ANSWERS", &self.answers)
            .env_remove("RUSTFLAGS")
            .args(["build", "--quiet", "--locked", "--target", variant.target, "--profile", variant.level])
            .arg(format!("-Zbuild-std={library}"));
        cargo.args(["--config", &variant.flags()]);
        cargo
    }
}

fn finish(mut cargo: Command) -> Done {
    if cargo.status()?.success() { Ok(()) } else { Err("an image could not be built".into()) }
}

/// Images that have been built.
pub(super) struct Built {
    folder: PathBuf,
}

impl Built {
    pub(super) fn path(&self, image: Image) -> PathBuf {
        self.folder.join(image.name())
    }

    pub(super) fn sizes(&self) -> Done<BTreeMap<Image, Size>> {
        let images = [Image::Empty, Image::Primitives, Image::Client, Image::Typed];
        images.into_iter().map(|image| Ok((image, Size::of(&self.path(image))?))).collect()
    }
}

/// The size of an image, in bytes.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Size {
    /// All that stands in the flash: vectors, code, constants, and the first values of variables.
    pub(super) flash: u64,
    /// All variables.
    pub(super) static_ram: u64,
}

impl Size {
    fn of(image: &Path) -> Done<Self> {
        let out = Command::new("arm-none-eabi-size").arg("-A").arg(image).output()?;
        let mut size = Self::default();
        for line in String::from_utf8(out.stdout)?.lines() {
            let mut words = line.split_ascii_whitespace();
            let (Some(name), Some(length)) = (words.next(), words.next().and_then(|w| w.parse::<u64>().ok()))
            else {
                continue;
            };
            match name {
                ".vector_table" | ".text" | ".rodata" => size.flash += length,
                ".data" => {
                    size.flash += length;
                    size.static_ram += length;
                }
                ".bss" | ".uninit" => size.static_ram += length,
                _ => {}
            }
        }
        if size.flash == 0 {
            return Err(format!("{} has no code", image.display()).into());
        }
        Ok(size)
    }
}
