use crate::{mock::*, LastAuthored};
use pallet_authorship::EventHandler;

#[test]
fn the_last_block_of_each_author_is_known() {
    ExtBuilder::default().run(|| {
        assert_eq!(LastAuthored::<Test>::get(A), 0);
        for (block, author) in [(2, A), (3, B), (4, A)] {
            System::set_block_number(block);
            <Validators as EventHandler<_, _>>::note_author(author);
        }
        assert_eq!(LastAuthored::<Test>::get(A), 4);
        assert_eq!(LastAuthored::<Test>::get(B), 3);
        assert_eq!(LastAuthored::<Test>::get(C), 0);
    });
}
