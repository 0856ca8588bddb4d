//! What a call is charged for grows with what it carries.

use crate::{mock::*, Call, OutletList};
use frame_support::dispatch::GetDispatchInfo;
use limpid_primitives::permit::Category;

fn calls(outlets: OutletList) -> [Call<Test>; 3] {
    let number = site(1);
    [
        Call::issue_permit {
            number,
            division: division(TANGSHAN),
            category: Category::Key,
            validity: VALIDITY,
            document: DOCUMENT,
            outlets: outlets.clone(),
        },
        Call::amend_permit {
            number,
            category: Category::Key,
            document: DOCUMENT,
            outlets: outlets.clone(),
        },
        Call::renew_permit {
            number,
            valid_until_ms: 0,
            category: Category::Key,
            document: DOCUMENT,
            outlets,
        },
    ]
}

#[test]
fn each_outlet_and_each_limit_is_charged() {
    let bare = || outlet("DA001", terms(vec![], vec![]));
    let lists = [
        list(vec![]),
        list(vec![bare()]),
        list(vec![stack()]),
        list(vec![stack(), drain()]),
    ];
    let [none, bare, limited, both] = lists
        .map(|outlets| calls(outlets).map(|call| call.get_dispatch_info().call_weight.ref_time()));
    for (((none, bare), limited), both) in none.into_iter().zip(bare).zip(limited).zip(both) {
        assert!(none < bare, "an outlet is free");
        assert!(bare < limited, "a limit is free");
        assert!(limited < both, "a second outlet is free");
    }
}
