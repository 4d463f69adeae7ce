//! The server's side of a session: the six steps of section 4.
//!
//! [`receive`] is step 1. Finding the session (step 2) is the caller's, and has to be one atomic step with
//! [`ServerSession::accept`] (steps 3 and 4). Only then is the request read ([`ServerCall::read`], step 5), and its
//! effect is durable before [`ServerCall::respond`] or [`ServerCall::refuse`] writes the reply (step 6).

mod call;
mod live;
mod request;

pub use call::{Replied, ServerCall};
pub use live::{Invalidated, ServerSession};
pub use request::{Request, receive};
