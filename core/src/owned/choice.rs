//! The macro of [`messages::choice`](crate::messages::choice) once more: what it makes owns what it says.

macro_rules! choice {
    (
        $(#[$meta:meta])*
        $name:ident<$lt:lifetime> { $($fields:tt)* }
        $(#[$arms_meta:meta])*
        $arms:ident<$arms_lt:lifetime> {
            $($(#[$arm_meta:meta])* $arm:ident($held:ident<$held_lt:lifetime>),)*
        }
    ) => {
        $crate::owned::macros::fields! {
            choice_structure {
                [$(#[$meta])*] $name [$(#[$arms_meta])*] $arms { $($(#[$arm_meta])* $arm($held),)* }
            } [] $($fields)*
        }
    };
}
pub(crate) use choice;
