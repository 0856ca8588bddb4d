//! `limpid share`: data of other institutions, found, asked for, given and fetched.

mod bundle;
mod catalogue;
mod fetch;
mod find;
mod grant;
mod key;
mod list;
mod opening;
mod recognition;
mod request;
mod serve;
mod who;

use super::Globals;
use std::process::ExitCode;

/// Data shared with other institutions: published, asked for, granted or refused, fetched and confirmed, all on record.
#[derive(Debug, clap::Subcommand)]
pub enum ShareCommand {
    /// The keys that others seal to.
    #[command(subcommand)]
    Key(key::KeyCommand),
    /// Seal a file into the store and put it into the catalogue.
    Publish(catalogue::PublishArgs),
    /// Seal a new version of a data set into the store, and publish it.
    Revise(catalogue::ReviseArgs),
    /// Take a data set out of the catalogue; who was granted it keeps the grant.
    Withdraw(catalogue::WithdrawArgs),
    /// Find data sets in the catalogue.
    Find(find::FindArgs),
    /// Show a data set and a version of it.
    Show(find::ShowArgs),
    /// Ask for a data set.
    Request(request::RequestArgs),
    /// Take a request back.
    WithdrawRequest(request::WithdrawArgs),
    /// List requests, with those that wait for an answer for too long.
    Requests(list::RequestsArgs),
    /// Grant a request: the content key is sealed to the requester's present key.
    Grant(grant::GrantArgs),
    /// Refuse a request.
    Refuse(grant::RefuseArgs),
    /// List grants, and how they stand.
    Grants(list::GrantsArgs),
    /// Take a grant back: from the next finalised block on, nothing is fetched by it.
    Revoke(grant::RevokeArgs),
    /// Let a grant live for longer.
    Renew(grant::RenewArgs),
    /// Seal a grant's content key to the key that the requester registered since.
    Rewrap(grant::RewrapArgs),
    /// Serve the sealed files of a store to who has a grant, until a signal stops it.
    Serve(serve::ServeArgs),
    /// Fetch what was granted, check it and open it. A torn download goes on where it ended.
    ///
    /// Exit code 1: refused, or what arrived is not what the chain says.
    Fetch(fetch::FetchArgs),
    /// Say on chain what arrived. If it is not what was granted, that is a dispute both can see.
    Confirm(fetch::ConfirmArgs),
    /// Write a file that proves offline what became of a request: granted, in force, confirmed, or refused.
    ///
    /// `limpid evidence verify FILE --trust ROOT` checks it.
    Bundle(bundle::BundleArgs),
    /// Order, as a court, that a version be opened by the agencies that keep shares of its key.
    OrderOpening(opening::OrderArgs),
    /// Release your agency's share of a content key to the court that ordered an opening.
    ReleaseShare(opening::ReleaseArgs),
    /// Open, as the court, a sealed file with the shares that were released.
    OpenEscrow(opening::OpenArgs),
    /// Recognise another province's permit archive (电子档案互认): evidence about its permits is accepted without registering them anew.
    Recognise(recognition::RecogniseArgs),
    /// Take the recognition of an archive back.
    Unrecognise(recognition::UnrecogniseArgs),
    /// List what a division recognises.
    Recognitions(recognition::ListArgs),
}

/// Carries out `limpid share`.
pub async fn run(command: ShareCommand, globals: &Globals) -> anyhow::Result<ExitCode> {
    use ShareCommand as C;
    match command {
        C::Key(command) => key::run(globals, command).await?,
        C::Publish(args) => catalogue::publish(globals, &args).await?,
        C::Revise(args) => catalogue::revise(globals, &args).await?,
        C::Withdraw(args) => catalogue::withdraw(globals, &args).await?,
        C::Find(args) => find::find(globals, &args).await?,
        C::Show(args) => find::show(globals, &args).await?,
        C::Request(args) => request::request(globals, args).await?,
        C::WithdrawRequest(args) => request::withdraw(globals, &args).await?,
        C::Requests(args) => list::requests(globals, &args).await?,
        C::Grant(args) => grant::grant(globals, &args).await?,
        C::Refuse(args) => grant::refuse(globals, &args).await?,
        C::Grants(args) => list::grants(globals, &args).await?,
        C::Revoke(args) => grant::revoke(globals, &args).await?,
        C::Renew(args) => grant::renew(globals, &args).await?,
        C::Rewrap(args) => grant::rewrap(globals, &args).await?,
        C::Serve(args) => serve::serve(globals, args).await?,
        C::Fetch(args) => return fetch::fetch(globals, args).await,
        C::Confirm(args) => fetch::confirm(globals, &args).await?,
        C::Bundle(args) => bundle::bundle(globals, &args).await?,
        C::OrderOpening(args) => opening::order(globals, &args).await?,
        C::ReleaseShare(args) => opening::release(globals, &args).await?,
        C::OpenEscrow(args) => opening::open(globals, &args).await?,
        C::Recognise(args) => recognition::recognise(globals, &args).await?,
        C::Unrecognise(args) => recognition::unrecognise(globals, &args).await?,
        C::Recognitions(args) => recognition::list(globals, args.division).await?,
    }
    Ok(ExitCode::SUCCESS)
}

#[cfg(test)]
mod tests;
