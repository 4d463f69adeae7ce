//! The messages of operations.md: a struct each, made from `spec/catalogue` by `cargo xtask generate`.
//!
//! A struct borrows from the message that it was read from; lists are read lazily. The same struct is written by the
//! other side, so a server reads a request and writes a response by the structs that a client writes and reads.
//!
//! What is written by hand here is only what all operations have in common: [`Operation`], [`Streamed`] and [`Paged`], and
//! the walk over [`Pages`].

mod operation;
mod pages;
mod table;

pub mod appointments;

pub mod messaging;
pub mod practice;
pub mod prescribing;
pub mod record;
pub mod registration;
pub mod session;

pub use crate::codec::{
    Allowed, BoundedList, Context, DecodeError, DecodeErrorKind, Effect, EndsSession, FieldDescriptor,
    FieldType, Items, List, NotInVersion, Occurs, OperationDescriptor, Problem, ProblemKind, Requirement,
    Service, SessionKind, Side,
};
pub use crate::types::PageSize;
pub use operation::{Operation, Paged, Parts, Streamed};
pub use pages::Pages;
pub use table::OPERATIONS;
