//! serde-xml-rs beside the core's reader and beside `roxmltree`, over every operation.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // a test that cannot go on stops

mod agreement;
mod common;
#[path = "../../../../core/tests/suite/common/ends.rs"]
mod ends;
mod errors;
#[path = "../../../../core/tests/suite/common/made.rs"]
mod made;
#[path = "../../../../core/tests/suite/common/tree.rs"]
mod tree;
