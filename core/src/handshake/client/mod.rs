//! The client's side of the handshake, one file a state.

mod detached;
mod stretching;
mod waiting;

pub use detached::DetachedHandshake;
pub use stretching::Stretching;
pub use waiting::Handshake;
