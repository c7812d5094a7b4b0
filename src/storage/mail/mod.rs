//! What the service sends by itself: mails that wait, were sent or were given up ([`outbox`]), what
//! was answered by their links ([`answers`]), and which mails somebody wants ([`wishes`]).

pub mod answers;
mod outbox;
pub mod wishes;

pub use outbox::{
    Mail, add, add_link, again, claim, count_sent, forget, give_up, known, next_due, of_link,
    put_off, sent, unsent,
};
