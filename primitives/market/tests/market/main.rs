//! The market's rules over books in maps.

mod against_the_model;
mod auction;
mod audit;
mod band;
mod carbon_market;
mod cost;
mod matching;
mod orders;
mod queue;
mod session;
mod statistics;
mod ticks;
