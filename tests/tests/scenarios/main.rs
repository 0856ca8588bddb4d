//! Everything that starts real processes. The module's name lets `scripts/test` leave it out of the fast part.

mod end_to_end;
mod faults;
mod journal;
mod operate;
mod pages;
