//! No outsider's transaction reaches a block.

use limpid_tests::World;
use std::process::Output;

fn refused(output: &Output) -> String {
    let message = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(
        !output.status.success(),
        "it was taken: {}",
        String::from_utf8_lossy(&output.stdout)
    );
    message
}

#[test]
fn strangers_and_suspended_members_are_refused_with_the_reason() {
    let world = World::begin(1, 7);
    let city = world.path("city.key");
    let city = city.to_str().expect("a plain path");

    let stranger = world.path("stranger.key");
    let stranger = stranger.to_str().expect("a plain path");
    let account = world.limpid.run(["key", "generate", stranger])["public"]
        .as_str()
        .expect("an account")
        .to_owned();
    let message = refused(&world.limpid.try_run([
        "member",
        "add",
        "--key",
        stranger,
        "--duties",
        "submitter",
        &account,
    ]));
    assert!(
        message.contains("member"),
        "a stranger is told why: {message}"
    );

    let operators = world.limpid.run(["institution", "list"]);
    let operator = operators
        .as_array()
        .expect("a list")
        .iter()
        .find(|i| i["is"]["uscc"] == "91320500MA0000066M")
        .expect("the operator")["institution"]
        .to_string();
    let reason = [
        "--reason",
        "0000000000000000000000000000000000000000000000000000000000000001",
    ];
    let mut suspend = vec!["institution", "suspend", operator.as_str(), "--key", city];
    suspend.extend(reason);
    world.limpid.run(suspend);
    let key = world.path("operator.key");
    let key = key.to_str().expect("a plain path");
    let message = refused(&world.limpid.try_run([
        "member",
        "add",
        "--key",
        key,
        "--duties",
        "submitter",
        &account,
    ]));
    assert!(
        message.contains("suspended"),
        "a suspended institution's member is told why: {message}"
    );

    let mut reinstate = vec!["institution", "reinstate", operator.as_str(), "--key", city];
    reinstate.extend(reason);
    world.limpid.run(reinstate);
    world.limpid.run([
        "member",
        "add",
        "--key",
        key,
        "--duties",
        "submitter",
        &account,
    ]);
}
