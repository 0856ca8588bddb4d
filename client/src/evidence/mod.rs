//! Evidence files: gathered, checked, rendered.
