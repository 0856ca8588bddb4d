//! Scenarios over real nodes, real gateways and real loggers. One after the other: `--test-threads=1`.

mod admission;
mod bundles;
mod consortium;
mod crashes;
mod emissions;
mod independent;
mod joint_case;
mod market;
mod quota;
mod sharing;
