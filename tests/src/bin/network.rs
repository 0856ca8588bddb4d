//! A network of validators, an observer and gateways in one command.

fn main() {}
