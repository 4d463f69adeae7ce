//! What the client takes on a microcontroller: built, measured in QEMU, and compared with what was committed.
//!
//! Easy to get wrong: the image whose size is measured is not the one that is run. They have the same visit; the one
//! that is run has it by the tables and by the types, and also the practice's answers, the bare primitives and the
//! output of the figures.

mod figures;
mod images;
mod practice;
mod run;
mod symbols;

use std::path::Path;

use crate::Done;
use crate::device::tools;
use figures::Figures;
use images::{Image, Variant};

/// The file of the figures.
const FILE: &str = "benches/footprint.json";

/// Measures everything, prints the table and writes the figures.
pub(crate) fn write(root: &Path) -> Done {
    let figures = measure(root)?;
    figures.write(&root.join(FILE))
}

/// Measures everything, prints the table and compares it with the stored figures.
pub(crate) fn check(root: &Path) -> Done {
    let kept = Figures::read(&root.join(FILE))?;
    measure(root)?.compare(&kept)
}

fn measure(root: &Path) -> Done<Figures> {
    tools::install()?;
    let workshop = images::Workshop::new(root)?;
    workshop.keep_answers(&practice::answers()?)?;
    let mut figures = Figures::default();
    for variant in &Variant::ALL {
        println!("{} at opt-level {}", variant.target, variant.level);
        let images = [Image::Empty, Image::Primitives, Image::Client, Image::Typed, Image::Run];
        let built = workshop.build(variant, &images)?;
        for image in [Image::Client, Image::Typed] {
            symbols::check(&built.path(image), symbols::Side::Client)?;
        }
        let steps = run::run(&built.path(Image::Run))?;
        figures.add(variant, &built.sizes()?, &steps)?;
    }
    let control = workshop.build_control()?;
    symbols::check(&control, symbols::Side::Control)?;
    println!("\n{}", figures.table());
    Ok(figures)
}
