//! What the images have in common: the board that they are built for.
#![no_std]

pub mod board;
