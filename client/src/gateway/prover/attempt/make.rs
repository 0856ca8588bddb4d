//! Making proofs, batch by batch.

use super::{blocking, refused, Attempted, Attempts};
use crate::gateway::{
    prover::shown::{ShowError, Shown},
    store::{OpenTask, Settled, Store, StoreError},
};

/// A task with its proof.
pub(super) struct Made<P> {
    pub(super) open: OpenTask,
    pub(super) proof: P,
}

/// Makes the proof of a task from its batch.
pub(super) type Show<T, P> = fn(&Shown<'_>, &T) -> Result<P, ShowError>;

type Refused = Vec<(OpenTask, Settled)>;

impl Attempts {
    /// A task that has no proof is refused.
    pub(super) async fn make<T, P>(
        &self,
        tasks: Vec<(OpenTask, T)>,
        attempted: &mut Attempted,
        show: Show<T, P>,
    ) -> Result<Vec<Made<P>>, StoreError>
    where
        T: Send + 'static,
        P: Send + 'static,
    {
        if tasks.is_empty() {
            return Ok(Vec::new());
        }
        let store = self.store.clone();
        let made = blocking(move || make(&store, tasks, show));
        let (made, refused) = made.await??;
        attempted.settled.extend(refused);
        Ok(made)
    }
}

fn make<T, P>(
    store: &Store,
    tasks: Vec<(OpenTask, T)>,
    show: Show<T, P>,
) -> Result<(Vec<Made<P>>, Refused), StoreError> {
    let (mut made, mut none) = (Vec::new(), Vec::new());
    let mut batch = Batch::default();
    for (open, task) in tasks {
        let sequence = open.task.sequence().unwrap_or_default();
        let proof = batch
            .of(store, sequence)
            .map_err(ShowError::from)
            .and_then(|shown| show(shown, &task));
        match proof {
            Ok(proof) => made.push(Made { open, proof }),
            // Others are proven all the same.
            Err(ShowError::Store(error @ StoreError::Damaged(_))) => {
                none.push((open, refused("Damaged", &error)));
            }
            Err(ShowError::Store(error)) => return Err(error),
            Err(error) => none.push((open, refused("DoesNotFit", &error))),
        }
    }
    Ok((made, none))
}

/// The batch that was read last: tasks of one batch stand together, and its tree is made once.
#[derive(Default)]
struct Batch<'a>(Option<(u64, Shown<'a>)>);

impl<'a> Batch<'a> {
    fn of(&mut self, store: &'a Store, sequence: u64) -> Result<&Shown<'a>, StoreError> {
        let shown = match self.0.take() {
            Some((known, shown)) if known == sequence => shown,
            _ => Shown::read(store, sequence)?,
        };
        let (_, shown) = self.0.insert((sequence, shown));
        Ok(shown)
    }
}
