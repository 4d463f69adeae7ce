//! The figures: from the measurements to a table for people and a file that the next measurement is compared with.

use core::fmt::Write as _;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use serde_json::{Map, Value, json};

use super::images::{Image, Size, Variant};
use super::run::Step;
use crate::Done;

/// How much a figure may grow before the file has to be rewritten: a fiftieth.
const GROWTH: u64 = 50;

/// The steps of a visit that are not calls of a patient's session, and those of the primitives.
const HANDSHAKE: &str = "handshake";
const BOOKING: &str = "BookAppointment";
const DECODE: &str = "decode";
/// The prefix of the steps by the types.
const TYPED: &str = "typed ";
const LINK: &str = "bare link of 2 KiB";
const PRIMITIVES: [&str; 4] =
    ["bare key generation", "bare agreement", "bare key stretching", "bare authentication"];

/// What must not grow.
const CHECKED: [&str; 6] =
    ["flash", "static_ram", "peak_stack", "typed_flash", "typed_static_ram", "typed_peak_stack"];

/// By target, then by opt-level.
#[derive(Default)]
pub(super) struct Figures(BTreeMap<String, Map<String, Value>>);

impl Figures {
    /// Adds what was measured of a variant.
    pub(super) fn add(&mut self, variant: &Variant, sizes: &BTreeMap<Image, Size>, steps: &[Step]) -> Done {
        let size = |image| sizes.get(&image).copied().ok_or("an image has no size");
        let step = |name: &str| {
            steps.iter().find(|step| step.name == name).ok_or_else(|| format!("there is no step {name}"))
        };
        let deepest = |typed| {
            let mut ours: Vec<_> = steps.iter().filter(|step| !step.name.starts_with("bare ")).collect();
            ours.retain(|step| step.name.starts_with(TYPED) == typed);
            ours.into_iter().max_by_key(|step| step.stack).ok_or("no steps")
        };
        let (deepest, typed_deepest) = (deepest(false)?, deepest(true)?);
        let typed = |name: &str| step(&format!("{TYPED}{name}"));
        let mut primitives = 0;
        for name in PRIMITIVES {
            primitives += step(name)?.instructions;
        }
        let stack_of = |name: &str| step(name).map(|step| step.stack);
        let figures = json!({
            "flash": size(Image::Client)?.flash,
            "static_ram": size(Image::Client)?.static_ram,
            "peak_stack": deepest.stack,
            "peak_stack_in": deepest.name,
            "handshake_stack": stack_of(HANDSHAKE)?,
            "handshake_instructions": step(HANDSHAKE)?.instructions,
            "primitives_instructions": primitives,
            "booking_instructions": step(BOOKING)?.instructions,
            "decode_instructions": step(DECODE)?.instructions,
            "decode_link_instructions": step(LINK)?.instructions,
            "typed_flash": size(Image::Typed)?.flash,
            "typed_static_ram": size(Image::Typed)?.static_ram,
            "typed_peak_stack": typed_deepest.stack,
            "typed_handshake_instructions": typed(HANDSHAKE)?.instructions,
            "typed_booking_instructions": typed(BOOKING)?.instructions,
            "typed_decode_instructions": typed(DECODE)?.instructions,
            "primitives_flash": size(Image::Primitives)?.flash,
            "empty_flash": size(Image::Empty)?.flash,
        });
        let Value::Object(figures) = figures else { return Err("no object".into()) };
        let of_target = self.0.entry(variant.target.to_owned()).or_default();
        of_target.insert(variant.level.to_owned(), figures.into());
        Ok(())
    }

    pub(super) fn write(&self, path: &Path) -> Done {
        Ok(fs::write(path, format!("{:#}\n", json!(self.0)))?)
    }

    pub(super) fn read(path: &Path) -> Done<Self> {
        let text = fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?;
        let mut figures = Self::default();
        if let Value::Object(targets) = serde_json::from_str(&text)? {
            for (target, variants) in targets {
                let Value::Object(variants) = variants else { return Err("not a target's figures".into()) };
                figures.0.insert(target, variants);
            }
        }
        Ok(figures)
    }

    fn rows(&self) -> impl Iterator<Item = (&str, &str, &Value)> {
        self.0.iter().flat_map(|(target, variants)| {
            variants.iter().map(|(name, figures)| (target.as_str(), name.as_str(), figures))
        })
    }

    /// A line for each variant.
    pub(super) fn table(&self) -> String {
        let mut table = String::from(
            "target                 opt-level            flash  static  peak stack (in)                         \
             handshake  primitives  ratio   booking    decode\n",
        );
        for (target, name, figures) in self.rows() {
            for prefix in ["", "typed_"] {
                let figure = |name: &str| figures[name].as_u64().unwrap_or_default();
                let own = |name: &str| figure(&format!("{prefix}{name}"));
                let (handshake, primitives) =
                    (own("handshake_instructions"), figure("primitives_instructions"));
                let mut peak = own("peak_stack").to_string();
                if let (true, Some(step)) = (prefix.is_empty(), figures["peak_stack_in"].as_str()) {
                    let _ = write!(peak, " ({step})");
                }
                let name = if prefix.is_empty() {
                    format!("{name}, by tables")
                } else {
                    format!("{name}, by types")
                };
                let _ = writeln!(
                    table,
                    "{target:22} {name:18} {:7} {:7}  {peak:38} {handshake:10}  {primitives:10}  {:.3}  {:8}  {:8}",
                    own("flash"),
                    own("static_ram"),
                    ratio(handshake, primitives),
                    own("booking_instructions"),
                    own("decode_instructions"),
                );
            }
        }
        table
    }

    /// Whether nothing has grown.
    pub(super) fn compare(&self, kept: &Self) -> Done {
        let mut grown = String::new();
        for (target, name, figures) in self.rows() {
            for what in CHECKED {
                let was = kept.0.get(target).and_then(|variants| variants[name][what].as_u64());
                let was = was.ok_or_else(|| format!("{target}, {name}: no {what} is stored"))?;
                let is = figures[what].as_u64().unwrap_or_default();
                if is > was + was / GROWTH {
                    let _ = writeln!(grown, "{target}, {name}: {what} has grown from {was} to {is}");
                }
            }
        }
        if grown.is_empty() {
            return Ok(());
        }
        Err(format!("{grown}If that is meant: cargo xtask footprint, and commit benches/footprint.json")
            .into())
    }
}

#[allow(clippy::cast_precision_loss)] // far below 2^52
fn ratio(ours: u64, bare: u64) -> f64 {
    ours as f64 / bare as f64
}
