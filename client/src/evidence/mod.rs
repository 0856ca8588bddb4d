//! Evidence files: gathered from a gateway's store and the chain, checked before they are written, and rendered for people.
