//! The words of share bundles.

use super::Language;
use limpid_evidence::verify::Link;

/// Words and sentences of a report on a share bundle. Names in braces are filled in.
pub(in crate::evidence) struct ShareWords {
    pub(in crate::evidence) title: &'static str,
    /// What a link shows when it passes.
    pub(in crate::evidence) link: fn(Link) -> &'static str,
    pub(in crate::evidence) asked: &'static str,
    pub(in crate::evidence) purpose: &'static str,
    pub(in crate::evidence) granted: &'static str,
    pub(in crate::evidence) refused: &'static str,
    pub(in crate::evidence) taken_back: &'static str,
    pub(in crate::evidence) open: &'static str,
    pub(in crate::evidence) overdue: &'static str,
    pub(in crate::evidence) in_force: &'static str,
    pub(in crate::evidence) expired: &'static str,
    pub(in crate::evidence) revoked: &'static str,
    pub(in crate::evidence) confirmed: &'static str,
    pub(in crate::evidence) disputed: &'static str,
    pub(in crate::evidence) unconfirmed: &'static str,
    pub(in crate::evidence) content: &'static str,
    pub(in crate::evidence) digest: &'static str,
    pub(in crate::evidence) sealed: &'static str,
    pub(in crate::evidence) scope: &'static str,
    pub(in crate::evidence) withdrawn: &'static str,
    pub(in crate::evidence) who: &'static str,
    pub(in crate::evidence) provider: &'static str,
    pub(in crate::evidence) requester: &'static str,
    pub(in crate::evidence) as_of: &'static str,
}

impl Language {
    pub(in crate::evidence) fn share_words(self) -> &'static ShareWords {
        match self {
            Language::Zh => &ZH,
            Language::En => &EN,
        }
    }
}

const EN: ShareWords = ShareWords {
    title: "Limpid: verification of shared data",
    link: |link| match link {
        Link::Format => "the file is a share bundle of the trust root's chain",
        Link::Request => "the request is on chain, and how it was answered (stated, not judged)",
        Link::DataSet => "the data set is in the catalogue, of the institution that was asked",
        Link::Version => "the version that was asked for is on chain, with the digests of its content",
        Link::Grant => "the grant is of what was asked for, and whether it is in force (stated, not judged)",
        Link::Receipt => "what the requester confirmed, compared with what was granted (stated, not judged)",
        Link::Party => "provider and requester are admitted to the chain",
        Link::State => "what is said of the chain stands in the state of one block",
        Link::Header => "that block's header is whole",
        Link::Finality => "validators with more than two thirds of the votes finalised that block",
        Link::Lineage => "those validators follow from the trust root",
        _ => "",
    },
    asked: "{requester} asked {provider} for version {version} of data set {set}, \"{title}\" (request {request}, {time}, block {block}).",
    purpose: "Purpose: {purpose}. Legal basis: document {basis}. To be used from {from} to {until}.",
    granted: "It was GRANTED: grant {grant} ({time}, block {block}), by the decision {document}.",
    refused: "It was REFUSED ({time}, block {block}), by the document {document}.",
    taken_back: "The requester TOOK IT BACK ({time}, block {block}).",
    open: "It has NOT been answered yet; there is time until {until}.",
    overdue: "It has NOT been answered, and should have been by {until}.",
    in_force: "The grant is IN FORCE at the block below, up to {until}.",
    expired: "The grant is NOT in force any more: it EXPIRED {until}.",
    revoked: "The grant is NOT in force any more: it was REVOKED ({time}, block {block}), by the document {document}.",
    confirmed: "The requester CONFIRMED that the granted content arrived ({time}, block {block}).",
    disputed: "DISPUTED: the requester says that something else arrived ({time}, block {block}): SHA-256 {digest}.",
    unconfirmed: "The requester has NOT confirmed what arrived.",
    content: "What it is: {kind}, division {division}, {from} to {until}, laid out as {schema}",
    digest: "content  {bytes} bytes, SHA-256 {digest}",
    sealed: "sealed   {bytes} bytes, SHA-256 {digest}",
    scope: "scope    {from} to {until}; handing on: {onward}",
    withdrawn: "WITHDRAWN from the catalogue ({time}, block {block}); grants given before stand",
    who: "Who",
    provider: "provider   {institution}  {name}, {uscc}{status}",
    requester: "requester  {institution}  {name}, {uscc}{status}",
    as_of: "State of block {block}, {time}: what is said here of what is in force, answered or confirmed held then.",
};

const ZH: ShareWords = ShareWords {
    title: "澄证：数据共享文件核验",
    link: |link| match link {
        Link::Format => "格式：文件是数据共享文件，且属于信任根所在的链",
        Link::Request => "申请：链上有该申请及其答复（只作陈述，不作评判）",
        Link::DataSet => "数据集：该数据集在目录中，属于被申请的机构",
        Link::Version => "版本：所申请的版本及其内容摘要在链上",
        Link::Grant => "授权：授权与所申请的一致，以及是否有效（只作陈述，不作评判）",
        Link::Receipt => "回执：申请方确认收到的内容与授权内容的比对（只作陈述，不作评判）",
        Link::Party => "主体：提供方和申请方均已获准入链",
        Link::State => "状态：链上内容属于同一区块的状态",
        Link::Header => "区块头：该区块的区块头完整",
        Link::Finality => "终局：超过三分之二票权的验证人确认了该区块",
        Link::Lineage => "传承：这些验证人由信任根逐次交接而来",
        _ => "",
    },
    asked: "{requester}向{provider}申请数据集 {set}「{title}」第 {version} 版（申请 {request}，{time}，区块 {block}）。",
    purpose: "用途：{purpose}。依据：文件 {basis}。使用期限：{from} 至 {until}。",
    granted: "该申请已获授权：授权 {grant}（{time}，区块 {block}），决定 {document}。",
    refused: "该申请被拒绝（{time}，区块 {block}），理由文件 {document}。",
    taken_back: "申请方已撤回该申请（{time}，区块 {block}）。",
    open: "该申请尚未答复，答复期限至 {until}。",
    overdue: "该申请尚未答复，已超过答复期限 {until}。",
    in_force: "截至下述区块，该授权有效，有效期至 {until}。",
    expired: "该授权已不再有效：已于 {until} 到期。",
    revoked: "该授权已不再有效：已被撤销（{time}，区块 {block}），理由文件 {document}。",
    confirmed: "申请方已确认收到所授权的内容（{time}，区块 {block}）。",
    disputed: "存在争议：申请方称收到的是其他内容（{time}，区块 {block}），SHA-256 {digest}。",
    unconfirmed: "申请方尚未确认所收到的内容。",
    content: "内容：{kind}，行政区划 {division}，{from} 至 {until}，格式 {schema}",
    digest: "原文  {bytes} 字节，SHA-256 {digest}",
    sealed: "密文  {bytes} 字节，SHA-256 {digest}",
    scope: "范围  {from} 至 {until}；转交：{onward}",
    withdrawn: "已从目录中撤下（{time}，区块 {block}）；此前的授权不受影响",
    who: "主体",
    provider: "提供方  {institution}  {name}，{uscc}{status}",
    requester: "申请方  {institution}  {name}，{uscc}{status}",
    as_of: "以上答复、有效与确认的状态取自区块 {block}（{time}）。",
};
